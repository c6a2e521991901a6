"""Printed works in notes: what is written, and what is read."""

from __future__ import annotations

import pytest

from notation.parsing import read_note
from notation.references import PublicationReference
from tests.notation.saying import said


def _read(text: str) -> str:
    return " ; ".join(map(said, read_note(text)))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        # Books.
        ("John Smith, Long Title: A Subtitle (New York: Norton, 1999), 55–57.", "John Smith. Long Title (1999): 55–57"),
        ("Smith, Long Title, pp. 55–7.", "Smith. Long Title: 55–7"),
        ("Smith, Long Title, 55n12 and 60–1.", "Smith. Long Title: 55n12, 60–1"),
        ("Smith, Long Title, passim.", "Smith. Long Title: passim"),
        ("Smith, p. 6.", "Smith: 6"),
        ("Anna Orlova, pp. 18–20.", "Anna Orlova: 18–20"),
        ("Long Title of a Book, p. 20.", "Long Title of a Book: 20"),
        ("Na sobranii, 78.", "Na sobranii: 78"),
        ("A. Smith and B. Jones, Title (Paris, 1999), 5.", "A. Smith; B. Jones. Title (1999): 5"),
        ("A. Smith, B. Jones, and C. Brown, eds., Title (Paris, 1999).", "A. Smith; B. Jones; C. Brown. Title (1999)"),
        ("A. Smith et al., eds., Title, vol. 2, 9–11.", "A. Smith. Title 2: 9–11"),
        ("Smith, A., Title, Paris, 1999, p. 5.", "Smith, A.. Title (1999): 5"),
        ("P. Orlov. Dni i nochi. M., Nauka, 1992, p. 43.", "P. Orlov. Dni i nochi (1992): 43"),
        ("Peter Orlov, Der rote Stern (München: Beck, 2003), S. 45 f.", "Peter Orlov. Der rote Stern (2003): 45 f"),
        ("A. Orlow, Zapiski, Kraków 2001, s. 49.", "A. Orlow. Zapiski (2001): 49"),
        ("Orlov, Zapiski, III: 48–54.", "Orlov. Zapiski III: 48–54"),
        ("Orlov, Zapiski, 2:38–9.", "Orlov. Zapiski 2: 38–9"),
        ("V. Orlov, Sobranie, 5th ed. (Moscow, 1958–65), 45: 5–6.", "V. Orlov. Sobranie 45 (1958): 5–6"),
        (
            "Orlov’s Letters, 1925–1936, ed. A. Smith and B. Jones (London, 1995), 3.",
            "A. Smith; B. Jones. Orlov’s Letters, 1925–1936 (1995): 3",
        ),
        ("The Orlov Papers, ed. Smith, II, 278–9.", "Smith. The Orlov Papers II: 278–9"),
        ("Manchester Guardian, 25, 27 and 28 March 1933.", "Manchester Guardian 25, 27 and 28 March (1933)"),
        # Articles and chapters.
        (
            "A. Jones, “A Paper,” Slavic Review 44, no. 2 (1985): 213–37.",
            "A. Jones. A Paper. Slavic Review 44/no. 2 (1985): 213–37",
        ),
        ("Jones, ‘A Paper’, Past & Present, 44 (1985), p. 9.", "Jones. A Paper. Past & Present 44 (1985): 9"),
        ("Jones, “A Paper,” 220.", "Jones. A Paper: 220"),
        ("A. Jones, “A Paper,” in B. Orlov, ed., Book (Paris, 1990), 5.", "A. Jones. A Paper. Book (1990): 5"),
        ("A. Jones, ‘A Paper’, in Orlov, Brown & Smith, Big Book, 313–35.", "A. Jones. A Paper. Big Book: 313–35"),
        (
            "N. Orlov, “Rasprava nad Kh. G. Ivanovym”, Byloe, No. 9, January 1930.",
            "N. Orlov. Rasprava nad Kh. G. Ivanovym. Byloe No. 9 (1930)",
        ),
        # Journals and newspapers without a title.
        ("Byloe, No. 8, 1910, p. 3.", "Byloe No. 8 (1910): 3"),
        ("Istochnik, no. 5 (1994): 15–20.", "Istochnik no. 5 (1994): 15–20"),
        ("Novyi mir, 1995, no. 8: 83.", "Novyi mir no. 8 (1995): 83"),
        ("Pravda, 7 March 1934, p. 1.", "Pravda 7 March (1934): 1"),
        ("Slavic Review 44/2 (1985), pp. 213–37.", "Slavic Review 44/2 (1985): 213–37"),
        ("Slavic Review 61, no. 1 (2002): 35.", "Slavic Review 61/no. 1 (2002): 35"),
        # The Russian order.
        ("Орлов П.П. История города. – М. : Наука, 1990, с. 16.", "Орлов П.П.. История города (1990): 16"),
        ("П.П. Орлов. История города. М., 1990. С. 16–18.", "П.П. Орлов. История города (1990): 16–18"),
        ("Орлов П.П., Белов И.И. Город: очерки. Л., 1990.", "Орлов П.П.; Белов И.И.. Город (1990)"),
        (
            "Белов И. И. О городе // Вопросы истории. 1990. № 5. С. 3–20.",
            "Белов И. И.. О городе. Вопросы истории № 5 (1990): 3–20",
        ),
        ("Письма // Былое, № 11–12, 1909, с. 109.", "Письма. Былое № 11–12 (1909): 109"),
        ("Статья // Орлов П.П. Собрание статей. М., 1910, вып. 4, с. 60.", "Статья. Собрание статей вып. 4 (1910): 60"),
        ("Былое. 1907. № 3. С. 5.", "Былое № 3 (1907): 5"),
        ("Правда. 1934. 7 марта.", "Правда 7 марта (1934)"),
        ("Pravda vostoka. 1934. 7 marta.", "Pravda vostoka 7 marta (1934)"),
        ("Цит. по: Былое, № 8, 1907, с. 77–78.", "Былое № 8 (1907): 77–78"),
        ("Копия. Опубл.: Город: документы. М., 2004. С. 156.", "Город (2004): 156"),
        ("Былое. 1927. Т. 2 (21). С. 35–40.", "Былое 2 (21) (1927): 35–40"),
        (
            "Smith R.W., Jones S.G. A Cold Spring, 1931–1933. Basingstoke: Palgrave, 2004. P. 401.",
            "Smith R.W.; Jones S.G.. A Cold Spring, 1931–1933 (2004): 401",
        ),
        ("URL: http://www.example.org/12 (дата обращения: 12.03.2015).", "http://www.example.org/12"),
        (
            "См.: Орлов П.П. Город. М., 1990, с. 5; 7–8; Белов И.И. Село. Л., 1991. С. 4.",
            "Орлов П.П.. Город (1990): 5, 7–8 ; Белов И.И.. Село (1991): 4",
        ),
        ("Орлов П. П. Город (М.: Наука, 1987). С. 14.", "Орлов П. П.. Город (1987): 14"),
        ("Орлов П. П. Город (1920–1930). Казань, 1999. С. 5.", "Орлов П. П.. Город (1920–1930) (1999): 5"),
        ("Орлов П. П. Город. М.; Л.: Наука, 1924. С. 9.", "Орлов П. П.. Город (1924): 9"),
        ("Книга памяти Энской области", "Книга памяти Энской области"),
        ("Orlova and Belov 1994: 45; Zima 1996a, 12.", "Orlova; Belov (1994): 45 ; Zima (1996): 12"),
        ("Smith, Long Title, chaps. 3–4.", "Smith. Long Title: chaps. 3–4"),
        ("Ленин В.И. Полн. собр. соч. Т. 45. С. 345.", "Ленин В.И.. Полн. собр. соч 45: 345"),
        ("Зима П. Книга. N.Y.: Norton, 1999. С. 12.", "Зима П.. Книга (1999): 12"),
        (
            "Личное // Письма И. В. Орлова к М. М. Зиме. М., 1995. С. 8.",
            "Личное. Письма И. В. Орлова к М. М. Зиме (1995): 8",
        ),
        ("Pravda, 2 and 5 March 1930.", "Pravda 2 and 5 March (1930)"),
        (
            "A. Jones, ‘Paper’, Byloe Review, vol. 5, no. 3 (July 1993), pp. 9–20.",
            "A. Jones. Paper. Byloe Review 5/no. 3 (1993): 9–20",
        ),
        ("Smith, Long Title, 40–41, and Jones, “A Paper,” 82.", "Smith. Long Title: 40–41 ; Jones. A Paper: 82"),
        ("Smith, Long Title, chapter 4.", "Smith. Long Title: chapter 4"),
        ("Zima Remembers: Conversations with Anna Orlova (Chicago, 1993), 45.", "Zima Remembers (1993): 45"),
        # Addresses.
        ("https://example.org/text.htm", "https://example.org/text.htm"),
        # Several, with words around them.
        ("See Smith, Long Title, 5; also Jones, Short, 7.", "Smith. Long Title: 5 ; Jones. Short: 7"),
        ("He went home and said nothing. Smith, Long Title, 44–5.", "Smith. Long Title: 44–5"),
        ("On the harvest, see Anna Orlova, Long Winter (Lund, 2006), 101.", "Anna Orlova. Long Winter (2006): 101"),
        ("One general put it otherwise: Silent Notes, 17.", "Silent Notes: 17"),
        ("Smith, Long Title, 81, citing Orlov, Zapiski, 9.", "Smith. Long Title: 81 ; Orlov. Zapiski: 9"),
        ("Orlov, Dni i nochi. Zapiski ofitsera (Moscow, 1996), p. 65.", "Orlov. Dni i nochi (1996): 65"),
        ("Testimony of N. N., in Orlov and Belov, Kniga, vol. 1, 720.", "Orlov; Belov. Kniga 1: 720"),
        (
            "Smith, Long Title, 205 (RGASPI, f. 17, op. 3, d. 5, l. 3), 241 (l. 7).",
            "Smith. Long Title: 205, 241 ; RGASPI 17/3/5: 3 ; RGASPI 17/3/5: 7",
        ),
        (
            "RGASPI 17/3/5, 7, in Orlov, ed., Kniga, 412; Smith, Title, 1.",
            "RGASPI 17/3/5: 7 ; Orlov. Kniga: 412 ; Smith. Title: 1",
        ),
        # The shapes of APA, German and French notes.
        ("Smith, J., & Brown, A. (1990). A Turn (pp. 5–7). Verso.", "Smith, J.; Brown, A.. A Turn (1990): 5–7"),
        ("Smith, J. (1985). A Turn. Kritika, 4(2), 3–5.", "Smith, J.. A Turn. Kritika 4/2 (1985): 3–5"),
        (
            "Smith, John: Eine Wende, in: Osteuropa 9 (1985), H. 2, S. 3.",
            "Smith, John. Eine Wende. Osteuropa 9/2 (1985): 3",
        ),
        ("John Smith, « Un tour », Slavica, vol. 4, n° 2, 1985, p. 3.", "John Smith. Un tour. Slavica 4/2 (1985): 3"),
        ("Письма / под ред. А. Б. Орлова. М. : Наука, 1998. С. 12.", "А. Б. Орлова. Письма (1998): 12"),
        # Nothing printed.
        ("Interview with Anna Orlova, Warsaw, September 15, 2009.", ""),
        ("I am grateful to the reviewers for this point.", ""),
        ("The story is told in many memoirs.", ""),
        ("Orlov (1880–1921) led a division in the war.", ""),
        ("See below, pp. 578–9.", ""),
        ("Интервью с И. И. Орловым, 5 мая 1998 г.", ""),
        ("Personal communication, 5 May 2001.", ""),
        ("N. N. to M. M., June 2, 1928.", ""),
        ("On that day he had the medal from the marshal.", ""),
    ],
)
def test_printed_works(written: str, read: str) -> None:
    assert _read(written) == read


def test_editors_place_and_publisher_are_told_apart() -> None:
    (mention,) = read_note("Kniga 1932-1933, ed. by Anna Orlova, A. Belov, V. Zima, Moscow: Nauka 2022, p. 120.")
    assert mention.reference == PublicationReference(
        title="Kniga 1932-1933",
        editors=("Anna Orlova", "A. Belov", "V. Zima"),
        year="2022",
        pages="120",
        place="Moscow",
        publisher="Nauka",
    )


def test_an_address_after_a_citation_belongs_to_it() -> None:
    (mention,) = read_note("N. Orlov, “Pis’mo”, Byloe, No. 9, January 1930. URL: https://example.org/b.shtml")
    assert isinstance(mention.reference, PublicationReference)
    assert mention.reference.url == "https://example.org/b.shtml"
    assert mention.reference.container == "Byloe"


@pytest.mark.parametrize(
    ("written", "imprint"),
    [
        ("Орлов П. П. Город. М. : Наука, 1987. С. 14.", ("М.", "Наука")),
        ("Орлов П. П. Город. М.: Наука, 1987. С. 14.", ("М.", "Наука")),
        ("Орлов П. П. Город. М.; Л.: Наука, 1987. С. 14.", ("М.; Л.", "Наука")),
        ("Орлов П. П. Город. Казань: Орден, 1987. С. 14.", ("Казань", "Орден")),
        ("Орлов П. П. Город (М.: Наука, 1987). С. 14.", ("М.", "Наука")),
        ("Орлов П. П. Город (Казань, 1987). С. 14.", ("Казань", "")),
        # The words after a title's colon are a subtitle, not a publisher.
        ("Орлов П. П. Новый город: Очерки, 1987. С. 14.", ("", "")),
    ],
)
def test_place_and_publisher_in_the_russian_order(written: str, imprint: tuple[str, str]) -> None:
    [mention] = read_note(written)
    work = mention.reference
    assert isinstance(work, PublicationReference)
    assert (work.place, work.publisher) == imprint
