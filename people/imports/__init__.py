"""Files of authorities (Wikidata, VIAF) as what they say of persons; what becomes of that is `people.proposals`."""
