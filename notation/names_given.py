"""Given names that are one name in different languages: Lev and Leo, Iosif and Joseph, Volodymyr and Vladimir.

The rule: only pairs that were used for the same person in print. Boundary: spellings of one form (Mikhail, Michail)
meet by their keys and need no line here.
"""

from __future__ import annotations

from functools import cache

from notation.folding import skeleton_key

SAME = """
Lev Leo Leon Léon
Iosif Joseph Josef Josip Józef
Petr Peter Pierre Piotr Petro
Ivan John Jan Jean Ian
Mikhail Michael Michel Mykhailo
Aleksandr Alexander Alexandre Oleksandr Aleksander
Aleksandra Alexandra Oleksandra
Georgii George Georges Georg Jerzy Giorgi
Pavel Paul Pavlo
Andrei Andrew André Andrii
Nikolai Nicholas Nicolas Nikolaus Mykola Nikoloz
Iulii Julius Jules
Genrikh Henry Heinrich Henri Henryk
Fedor Theodore Theodor Fedir
Vladimir Volodymyr Uladzimir
Grigorii Gregory Hryhorii Grigol
Rafail Raphael Rafael
Iakov Jacob Jakob Yakiv Jakub
Isaak Isaac Izaak
Evgenii Eugene Eugen Yevhen
Evgeniia Eugenia Eugenie
Sergei Serge Serhii Sergio
Viktor Victor
Karl Charles Carl
Ekaterina Catherine Katharina Katerina
Elena Helen Helena Olena
Vasilii Basil Vasyl
Aleksei Alexis Alexei Oleksii
Moisei Moses Moishe
Samuil Samuel
Emmanuil Emanuel Emmanuel
Elizaveta Elizabeth Elisabeth
Konstantin Constantine Constantin
Khristian Christian Kristian
Avgust August Auguste
Adolf Adolph Adolphe
Solomon Salomon Shlomo
Mariia Maria Mary Marie
Sofiia Sofia Sophie Sophia
Iuliia Julia Julie
Anna Ann Anne Hanna
Dmitrii Dmytro Demetrius
Vatslav Wacław Václav
Feliks Felix Félix
Emelian Yemelyan Omelian
"""


@cache
def _groups() -> dict[str, int]:
    return {skeleton_key(name): number for number, row in enumerate(SAME.split("\n")) for name in row.split()}


def same_given_name(one: str, other: str) -> bool:
    """Whether two skeletons are of one name in two languages."""
    groups = _groups()
    return one in groups and groups[one] == groups.get(other)
