"""Archival references in one note: what is written, and what is read."""

from __future__ import annotations

import pytest

from notation.parsing import read_note
from notation.references import ArchivalReference, remainder_spans
from tests.notation.saying import notes_said, read_texts, said


def _read(text: str) -> str:
    return " ; ".join(map(said, read_note(text)))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        # The usual forms, with and without stops and spaces.
        ("RGASPI, f. 17, op. 171, d. 87, l. 83.", "RGASPI 17/171/87: 83"),
        ("RGASPI f. 17 op. 171 d. 87 ll. 83-4", "RGASPI 17/171/87: 83-84"),
        ("РГАСПИ. Ф. 17. Оп. 171. Д. 87. Л. 83 об.", "RGASPI 17/171/87: 83v"),
        ("РГАСПИ,ф.17оп.171д.87л.83об", "RGASPI 17/171/87: 83v"),
        ("РГАСПИ ф 17 оп 171 д 87 л 83", "RGASPI 17/171/87: 83"),
        ("РГАСПИ: фонд 17, опись 171, дело 87, лист 83", "RGASPI 17/171/87: 83"),
        ("ГАРФ, фонд № 102, опись № 4, дело № 12", "GARF 102/4/12"),
        ("RGASPI, fond 17, opis’ 171, delo 87, listy 83–85", "RGASPI 17/171/87: 83-85"),
        ("[Source: RGASPI, Fond 17, Opis 171, Delo 87, Listy 83-85]", "RGASPI 17/171/87: 83-85"),
        ("RGASPI, fonds 17, inv. 171, d. 87, f. 83–85", "RGASPI 17/171/87: 83-85"),
        ("РГАЛИ. Ф. 612. Оп. 1. Ед. хр. 33. Лл. 4, 6–7", "RGALI 612/1/33: 4, 6-7"),
        # Numbers in a row.
        ("RGASPI, 17/171/87", "RGASPI 17/171/87"),
        ("RGASPI 17/171/87/83–85", "RGASPI 17/171/87: 83-85"),
        ("RGASPI, 17/171/87/83ob.", "RGASPI 17/171/87: 83v"),
        ("RGASPI 17/171/87 (1933), 83–5", "RGASPI 17/171/87: 83-85"),
        ("RGASPI, 17/171/87: 83", "RGASPI 17/171/87: 83"),
        ("RGASPI, 17/171/87, ll. 5–7", "RGASPI 17/171/87: 5-7"),
        ("RGASPI, 558.11.492, l. 6", "RGASPI 558/11/492: 6"),
        ("558.11.492.6", "- 558/11/492: 6"),
        ("17/171/87", "- 17/171/87"),
        ("GARF, f. R-5446/1a/77, l. 4", "GARF R-5446/1a/77: 4"),
        ("DAVO, R/21/1/7, s. 33", "DAVO R-21/1/7: 33"),
        ("GASO R1500/1/1, 6", "GASO R1500/1/1: 6"),
        ("GARF 7523c.149a.2.1–6", "GARF 7523c/149a/2: 1-6"),
        ("ERAF.1.4.123, l. 5", "ERAF 1/4/123: 5"),
        ("ERA.1.7.12, l. 3; ERA.31.3.482", "ERA 1/7/12: 3 ; ERA 31/3/482"),
        ("RGASPI 558.11.492.6; 558.11.493.12", "RGASPI 558/11/492: 6 ; RGASPI 558/11/493: 12"),
        ("In the papers of GARF, 1.7.12", ""),
        ("RGASPI 558-11-1118: 8", "RGASPI 558/11/1118: 8"),
        ("RGASPI 17-2-575-69", "RGASPI 17/2/575: 69"),
        ("ABCD 12-11-1905", ""),
        # In brackets after the archive's name.
        ("RGASPI (f. 17, op. 171, d. 87, l. 83)", "RGASPI 17/171/87: 83"),
        ("(GARF, f. 17, op. 171, d. 87, l. 83).", "GARF 17/171/87: 83"),
        # Numbers before their terms.
        ("LVA, PA-101. f., 1. apr., 5. l., 34. lp.", "LVA PA-101/1/5: 34"),
        ("LVVA, 3235. f., 1/22. apr., 706. l.", "LVVA 3235/1/22/706"),
        ("MOL, 276. f. 53/145. ő.e.", "MOL 276/53/145"),
        # Letters, prefixes, thousands.
        ("ГАРФ. Ф. Р-5446. Оп. 1а. Д. 77. Л. 4", "GARF Р-5446/1а/77: 4"),
        ("ГАРФ. Ф. Р – 5446. Оп. 1. Д. 77", "GARF Р-5446/1/77"),
        ("НАРБ. Ф. 4п. Воп. 1. Спр. 12. Арк. 3–5 адв.", "NARB 4п/1/12: 3-5v"),
        ("ЦДАВО України. Фонд 288, опис 9 ос, справа 31", "TsDAVO Ukrainy 288/9 ос/31"),
        ("RGVA, f. 34 912, op. 1, d. 1 207, l. 14", "RGVA 34912/1/1207: 14"),
        ("ЦАНО, ф. 60, оп. 239А, д. 142–148", "TsANO 60/239А/142-148"),
        ("ГАСО, ф. 88-р, оп. 1, д. 4523, л. 5", "GASO 88-р/1/4523: 5"),
        ("ГДА СБУ, ф. 6, спр. 67346-фп, т. 1, арк. 28", "HDA SBU fond 6/delo 67346-фп/volume 1: 28"),
        ("НА РТ, ф. 4, оп. 2, д. 145, 3-я ревизия", "NA RT 4/2/145"),
        # Misprints.
        ("RGASPI, f. 17, op. 3, d. 9, 11, 145–6", "RGASPI 17/3/9: 145-146"),
        ("RGASPI, f. 17, d. 52, 1.58, 60–1", "RGASPI 17/52: 58, 60-61"),
        # Sheets without a term.
        ("TsDIAL, f. 9, op. 2, spr. 4, od. 31, 27", "TsDIAL fond 9/opis 2/delo 4/od 31: 27"),
        ("TsDAHO f. 1, op. 23, spr. 106, 1–5", "TsDAHO 1/23/106: 1-5"),
        ("RGASPI, f. 17, op. 3, d. 167: see for instance pp. 21 and 29", "RGASPI 17/3/167: 21, 29"),
        # More levels.
        ("AVP RF, f. 06, op. 7, p. 18, d. 182, ll. 3-5", "AVP RF fond 06/opis 7/papka 18/delo 182: 3-5"),
        ("АВП РФ. Ф. 06. Оп. 7. П. 18. Д. 182. Л. 3", "AVP RF fond 06/opis 7/papka 18/delo 182: 3"),
        ("РГАНИ, ф. 2, разд. IV, оп. 5, д. 14, л. 15", "RGANI fond 2/razdel IV/opis 5/delo 14: 15"),
        ("ОР РГБ, ф. 126, к. 14, ед. хр. 3, л. 34(об)", "OR RGB fond 126/karton 14/delo 3: 34v"),
        ("ГАРФ. Ф. 110. Оп. 24. Д. 77 ч. 3. Л. 40", "GARF fond 110/opis 24/delo 77/part 3: 40"),
        ("Arkhiv INO NKVD, f. 31 660, d. 906, t. 1, l. 16", "Arkhiv INO NKVD fond 31660/delo 906/volume 1: 16"),
        ("LYA, f. K-1, ap. 3, b. 45, l. 12", "LYA K-1/3/45: 12"),
        ("ERAF, f. 1, n. 14, s. 21, l. 5", "ERAF 1/14/21: 5"),
        ("ERA, f. 1, n. 3, s. 45, l. 12p.", "ERA 1/3/45: 12v"),
        ("RGASPI, fonds 495, inventaire 270, dossier 896, feuillet 3", "RGASPI 495/270/896: 3"),
        ("RGASPI, fondo 17, inventario 162, fascicolo 7, foglio 144", "RGASPI 17/162/7: 144"),
        ("RGALI, f. 600, op. 1, e. kh. 5, l. 3", "RGALI 600/1/5: 3"),
        ("AVP RF, f. 6, o. 8, p. 60, d. 837, l. 1", "AVP RF fond 6/opis 8/papka 60/delo 837: 1"),
        ("Спецсообщение ОГПУ от 3 мая 1933 г. (ГАРФ. Ф. 2. Оп. 11. Д. 56)", "GARF 2/11/56"),
        ("CDA, f. 146b, op. 4, a. e. 639, l. 2", "CDA 146b/4/639: 2"),
        ("ГАРФ. Ф. 9414. Оп. 1доп. Д. 3. Л. 5 с об.", "GARF 9414/1доп/3: 5v"),
        ("RGALI, fund 600, inventory 1, unit 5, folio 3", "RGALI 600/1/5: 3"),
        ("RGASPI, stock 17, list 171, file 87, page 83", "RGASPI 17/171/87: 83"),
        ("AVP RF, stock 059, list 1, file 4, portfolio 61", "AVP RF fond 059/opis 1/delo 4/papka 61"),
        ("IRLI, Rukopisnyi otdel, f. 411, no. 6, l. 90", "IRLI 411/6: 90"),
        ("ОР РНБ. Ф. 1015. № 58. Л. 43", "OR RNB 1015/58: 43"),
        ("РГАДА. Ф. 210. Столбцы Энского стола. № 145. Л. 12", "RGADA 210/145: 12"),
        ("РГАДА, ф. 350, оп. 2, кн. 1250, л. 34", "RGADA 350/2/1250: 34"),
        ("ЦПА ИМЛ, ф. 17, оп. 2, ед. хр. 514, вып. 1, л. 27", "TsPA IML fond 17/opis 2/delo 514/part 1: 27"),
        ("ГАЭО, ф. р-5, оп. 5, д. 12, св. 3, л. 18", "GAEO fond р-5/opis 5/delo 12/sviazka 3: 18"),
        ("Архив УВД Энской обл. Ф. 9. Арх. № 124. Л. 3", "Arkhiv UVD Enskoi obl 9/124: 3"),
        ("ОР РГБ. Ф. 131. П. 34. № 12. Л. 1", "OR RGB fond 131/papka 34/delo 12: 1"),
        ("АРАН. Ф. 142. Оп. 1 (до 1918). № 35. Л. 4", "ARAN 142/1/35: 4"),
        ("ЦА ФСБ РФ. АСД № Р-33718. Т. 1. Л. 5", "TsA FSB RF number Р-33718/volume 1: 5"),
        ("МКУ «Архив города Энска». Ф. 5. Оп. 1. Д. 12", "Arkhiv goroda Enska 5/1/12"),
        ("ЦГА Москвы. ОХД до 1917 г. Ф. 203. Оп. 745. Д. 1", "TsGA Moskvy 203/745/1"),
        ("ГАЭО ф.2 оп.7 д.11 Исповедная ведомость 1834 г. с. Энское", "GAEO 2/7/11"),
        # The police kept its files by section and year, an archive has departments.
        ("ГА РФ. Ф. 102. ДП ОО. 1912. Д. 9. Л. 14", "GA RF 102/9: 14"),
        ("ГАРФ. Ф. 102. ДП-ОО. Оп. 316. 1907. Д. 80. Л. 5", "GARF 102/316/80: 5"),
        ("ГА РФ. Ф. 102. 4 д-во. 1911. Оп. 2. Д. 9", "GA RF 102/2/9"),
        ("ГААО. Отдел ДСПИ. Ф. 290. Оп. 2. Д. 12", "GAAO 290/2/12"),
        # Names.
        ("Russian State Archive (RGASPI), f. 17, op. 171, d. 87", "RGASPI 17/171/87"),
        ("RGASPI (Russian State Archive), f. 17, op. 171, d. 87", "RGASPI 17/171/87"),
        ("Энский областной архив (далее — ГАЭО). Ф. 6. Оп. 6. Д. 118", "GAEO 6/6/118"),
        ("Государственный архив Энской области. Ф. 6. Оп. 6", "Gosudarstvennyi arkhiv Enskoi oblasti 6/6"),
        ("ГУ ГАЭО № 3, г. Энск. Ф. 6. Оп. 6. Д. 118", "GU GAEO № 3, g. Ensk 6/6/118"),
        ("Архив УФСБ РФ по Энской обл. Ф. 4. Д. П-123. Л. 12", "Arkhiv UFSB RF po Enskoi obl 4/П-123: 12"),
        ("Цамо оп.21004 д.95 л.7", "- Tsamo 21004/95: 7"),
        ("GA RF, f. 8131, op. 2, d. 65", "GA RF 8131/2/65"),
        # Lists inherit what is not repeated.
        ("ГАЭО. Ф. 5. Оп. 7. Д. 42; Оп. 8. Д. 7", "GAEO 5/7/42 ; GAEO 5/8/7"),
        ("ГАЭО. Ф. 5. Оп. 7. Д. 18, 42 и 51", "GAEO 5/7/18 ; GAEO 5/7/42 ; GAEO 5/7/51"),
        ("ГАЭО: ф. 5, оп. 2, д. 9 (опись 1835); ф. 7, оп. 3, д. 1 (1845)", "GAEO 5/2/9 ; GAEO 7/3/1"),
        ("РГВИА: ф. 14, оп. 1, д. 20 (1854), д. 35 (1860)", "RGVIA 14/1/20 ; RGVIA 14/1/35"),
        ("RGASPI, f. 17, op. 3, d. 5, l. 1; d. 6, ll. 2–3", "RGASPI 17/3/5: 1 ; RGASPI 17/3/6: 2-3"),
        ("RGASPI, f. 17, op. 3, d. 5 (l. 32), 242 (l. 30)", "RGASPI 17/3/5: 32 ; RGASPI 17/3/5: 30"),
        ("GARF, 5446/1a/5 and 6", "GARF 5446/1a/5 ; GARF 5446/1a/6"),
        ("GARF, 5446/1a/61 and 8131/37/20", "GARF 5446/1a/61 ; GARF 8131/37/20"),
        ("Hoover, Fond 89, 61/12, 13, and 14", "Hoover 89/61/12 ; Hoover 89/61/13 ; Hoover 89/61/14"),
        ("RGASPI, f. 17, op. 3, d. 5, l. 1; GARF, f. 6, op. 1, d. 2", "RGASPI 17/3/5: 1 ; GARF 6/1/2"),
        ("РГАСПИ. Ф. 17. Оп. 3. Д. 5. Л. 7, л. 9", "RGASPI 17/3/5: 7, 9"),
        # Other schemes.
        ("TNA, FO 371/118, p. 12", "TNA series FO 371/piece 118: 12"),
        ("PRO: PREM, 3/21/6", "PRO series PREM 3/piece 21/6"),
        ("BArch, R 207/2, Bl. 165", "BArch series R 207/piece 2: 165"),
        ("SAPMO-BArch, DY 30/IV 2/2/8, Bl. 12", "SAPMO-BArch series DY 30/piece IV 2/2/8: 12"),
        ("AAN, KC PZPR, 237/V/15, k. 12", "AAN department KC PZPR/shelfmark 237/V/15: 12"),
        ("BStU MfS, HA XX, no. 777, p. 9", "BStU MfS department HA XX/number 777: 9"),
        ("TNA: PRO, FO 371/118, p. 12", "TNA: PRO series FO 371/piece 118: 12"),
        ("Архив Президента РФ. Ф. 3. Оп. 24. Д. 3. Л. 14", "Arkhiv Prezidenta RF 3/24/3: 14"),
        ("Central Archives of St. Petersburg, f. 73, op. 2, d. 5", "Central Archives of St. Petersburg 73/2/5"),
        ("НА РС (Я). Ф. 17. Оп. 171. Д. 87. Л. 83", "NA RS (Ia) 17/171/87: 83"),
        ("AAN, KC PZPR, sygn. 237, k. 4", "AAN collection KC PZPR/file 237: 4"),
        ("LVA, f. 101, apr. 1, l. 87, lp. 83", "LVA 101/1/87: 83"),
        ("LVA, f. 101, apr. 1, l. 87", "LVA 101/1/87"),
        ("HIA. Orlov Papers. Box 5. Folder 2. P. 4", "HIA collection Orlov Papers/box 5/folder 2: 4"),
        ("МИСИ. Orlov Papers. № 12. С. 4", "MISI collection Orlov Papers/number 12: 4"),
        ("Исторический архив. 1993. № 5. С. 12", "Исторический архив № 5 (1993): 12"),
        ("HP 512, pp. 3, 17–19.", "HP number 512: 3, 17-19"),
        ("HPSSS, no. 512, p. 3", "HPSSS number 512: 3"),
        ("XP 512, pp. 3, 17–19.", "XP 512: 3, 17–19"),
        ("NARA, RG 59, 861.00/12", "NARA record group 59/file 861.00/12"),
        ("NARA, RG 155, entry 1, box 2, pp. 17-23", "NARA record group 155/entry 1/box 2: 17-23"),
        ("HIA, collection 350, box 1, folder 9", "HIA collection 350/box 1/folder 9"),
        ("HIA, Orlov Papers, box 5, folder 2", "HIA collection Orlov Papers/box 5/folder 2"),
        (
            "Box 5, Folder 2, Orlov Papers, Hoover Institution",
            "Hoover Institution collection Orlov Papers/box 5/folder 2",
        ),
        ("Orlov Papers, Hoover, container 17", "Hoover collection Orlov Papers/box 17"),
        ("HIA, Orlov Papers, Box 7, “July 3, 1944” folder", "HIA collection Orlov Papers/box 7/folder July 3, 1944"),
        ("KGB file 4150, v. 2, pp. 13, 41-42", "KGB file 4150/volume 2: 13, 41-42"),
        ("Orlov, Black #3, 27", "Orlov notebook Black #3: 27"),
        ("DRA, C101-00-02/0033, p. 55", "DRA shelfmark C101-00-02/0033: 55"),
        ("KAW, IV/208, 7", "KAW shelfmark IV/208: 7"),
        ("PAAA, R 31477, Bl. 12-14", "PAAA shelfmark R 31477: 12-14"),
        ("AVPRF, 059/1/28/92, l. 5", "AVPRF fond 059/opis 1/papka 28/delo 92: 5"),
        ("RGANI, f. 89, per. 46, dok. 11", "RGANI 89/46/11"),
        ("GARF R9401.2.64.14-18", "GARF R9401/2/64: 14-18"),
        ("RGASPI, f. 82 (Molotov), op. 2, d. 5; f. 85, op. 1, d. 4", "RGASPI 82/2/5 ; RGASPI 85/1/4"),
        ("Example Archive, WKP 166, p. 34", "Example Archive shelfmark WKP 166: 34"),
        (
            "Orlov Collection, Hoover Institution, Series 22, Box 9",
            "Hoover Institution collection Orlov Collection/series 22/box 9",
        ),
        (
            "Houghton Library, Orlov Papers, bMS Russ 15 (T20)",
            "Houghton Library collection Orlov Papers/item bMS Russ 15 (T20)",
        ),
        ("TsDAHOU, fond 1, opys 20, sprava 52, arkush 12 zv.", "TsDAHOU 1/20/52: 12v"),
        # Signatures of archives elsewhere, down to the sheets.
        ("IfZ, MA 544, Bl. 34", "IfZ shelfmark MA 544: 34"),
        ("SHD, 7 N 3123", "SHD shelfmark 7 N 3123"),
        ("AN, F7 13506, rapport du 3 mars 1932", "AN shelfmark F7 13506"),
        ("CAW, I.303.4.1867, k. 12", "CAW shelfmark I.303.4.1867: 12"),
        ("AIPN Lu, 055/24, k. 4", "AIPN Lu shelfmark 055/24: 4"),
        ("YVA, O.3/4567, p. 12", "YVA shelfmark O.3/4567: 12"),
        ("PAAA, RZ 211, R 83397, Bl. 25–27", "PAAA shelfmark RZ 211/shelfmark R 83397: 25-27"),
        ("USHMM, RG-31.018M, reel 12, p. 204", "USHMM shelfmark RG-31.018M/roll 12: 204"),
        ("HPSSS, schedule A, vol. 13, case 159, pp. 4–5", "HPSSS series A/volume 13/number 159: 4-5"),
        ("Smith an Orlov, PAAA, Büro, R 29712, Bl. 57", "PAAA collection Büro/shelfmark R 29712: 57"),
        ("AMAE, série Z, URSS, vol. 32, f. 102", "AMAE series Z/collection URSS/volume 32: 102"),
        (
            "AMAE, série Europe 1918-1940, URSS, vol. 350, f. 23-24",
            "AMAE collection Europe 1918-1940/collection URSS/volume 350: 23-24",
        ),
        ("SHD/DAT, 7 N 3121", "SHD/DAT shelfmark 7 N 3121"),
        ("ACS, PCM, 1931–1933, fasc. 15/2", "ACS collection PCM/collection 1931–1933/folder 15/2"),
        ("FIG, APC, Mosca, mf. 143", "FIG collection APC/collection Mosca/roll 143"),
        ("ABCD, NL Paul Orlov, Box 12", "ABCD collection NL Paul Orlov/box 12"),
        ("TsA FSB, Archival No. R-9000", "TsA FSB number R-9000"),
        ("Orlov Archive, vol. 7, ch. 9, part 2", "Orlov Archive volume 7/chapter 9/part 2"),
        ("RGASPI-M 33/1/19, 36; 33/1/302, 12", "RGASPI-M 33/1/19: 36 ; RGASPI-M 33/1/302: 12"),
        ("RGAKFD 15421, 1937", "RGAKFD shelfmark 15421"),
        ("ABCD, 1989, no. 12, p. 198", "ABCD no. 12 (1989): 198"),
        ("TNA, FO 371/118, N 2524, Orlov to Smith", "TNA series FO 371/piece 118/item N 2524"),
        ("PRO CAB 65/19, W.M. (41) 62", "PRO series CAB 65/piece 19/item W.M. (41) 62"),
        ("TNA: CAB 24/241, CP 136 (33), f. 4", "TNA series CAB 24/piece 241/item CP 136 (33): 4"),
        ("TNA, FO 371/118, ff. 2–3; FO 371/119", "TNA series FO 371/piece 118: 2-3 ; TNA series FO 371/piece 119"),
        ("Churchill Archives Centre, CHAR 2/9A/12–14", "Churchill Archives Centre series CHAR 2/piece 9A/12–14"),
        ("USHMM, RG-31.01M, reel 14, frames 23–45", "USHMM shelfmark RG-31.01M/roll 14/frame 23–45"),
        (
            "NARA, RG 59, box 12, folder 2; see also RG 84, box 3",
            "NARA record group 59/box 12/folder 2 ; NARA record group 84/box 3",
        ),
        ("TNA, FO 371/118, N 2432/53/38", "TNA series FO 371/piece 118/item N 2432/53/38"),
        ("TNA, FO 371/118, N4125/97/38, Orlov to Smith", "TNA series FO 371/piece 118/item N4125/97/38"),
        ("Orlov to Smith, 861.00/2-22, RG 59, NARA", "NARA record group 59/file 861.00/2-22"),
        ("NARA, RG 59, 861.5017 Living Conditions/26", "NARA record group 59/file 861.5017 Living Conditions/26"),
        ("Andrew and Orlov, The Orlov Archive, 114", "Andrew; Orlov. The Orlov Archive: 114"),
        # An archive alone.
        ("ГАРФ", "GARF"),
        # What looks like a reference and is none.
        ("Иванов И.И. История города. М., 1990. 207 с.", "Иванов И.И.. История города (1990)"),
        ("JMH 44/2 (1972), 213–37", "JMH 44/2 (1972): 213–37"),
        ("In 1932 he lived at 17/3 Tverskaia, d. 5", ""),
        ("See above, n. 7.", ""),
        ("He was born on 12.11.1905.", ""),
        ("Полевые материалы автора, 2004 г., д. Ивановка.", ""),
        ("Рассказ И. П. Орловой // Архив автора.", ""),
    ],
)
def test_archival_references(written: str, read: str) -> None:
    assert _read(written) == read


def test_the_words_before_a_reference_are_its_title() -> None:
    (mention,) = read_note("Letter of a worker, 5 May 1931 // ГАРФ. Ф. 1. Оп. 2. Д. 3. Л. 4")
    assert isinstance(mention.reference, ArchivalReference)
    assert mention.reference.title == "Letter of a worker, 5 May 1931"


def test_a_remark_and_an_address_belong_to_the_reference_before_them() -> None:
    (mention,) = read_note("RGASPI, f. 17, op. 3, d. 5, l. 1. Emphasis in the original. URL: https://example.org/a.")
    assert isinstance(mention.reference, ArchivalReference)
    assert mention.remark == "Emphasis in the original"
    assert mention.reference.url == "https://example.org/a"


def test_parts_say_which_characters_mean_what() -> None:
    text = "See RGASPI, f. 17, op. 3, d. 5, ll. 1–2 об."
    (mention,) = read_note(text)
    assert [(part.kind, text[part.span.start : part.span.end]) for part in mention.parts] == [
        ("repository", "RGASPI"),
        ("fond", "f. 17"),
        ("opis", "op. 3"),
        ("delo", "d. 5"),
        ("leaves", "1–2 об."),
    ]
    assert mention.text == "RGASPI, f. 17, op. 3, d. 5, ll. 1–2 об."
    assert [text[span.start : span.end] for span in remainder_spans(text, mention.parts)][:1] == ["See "]


def test_a_note_too_long_is_cut_and_says_so() -> None:
    long = "RGASPI, f. 17, op. 3, d. 5, l. 1. " + "x" * 30_000 + " GARF, f. 1, op. 2, d. 3."
    (read,) = read_texts(long)
    assert notes_said(long) == ["RGASPI 17/3/5: 1"]
    assert read.problem == "Only the first 20,000 of 30,059 characters were read for references."
    assert read.note.text == long


def test_a_note_of_very_many_references_is_cut_and_says_so() -> None:
    (read,) = read_texts("ГАРФ. Ф. 1. Оп. 2. Д. 3. Л. 1" + "; Д. 4. Л. 5" * 600)
    assert len(read.mentions) == 500
    assert read.problem == "Only the first 500 references were read."
