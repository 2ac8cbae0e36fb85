"""Content that looks like residue, and short articles that mix the two."""

import json
from pathlib import Path

import pytest

from indexer.cleaning.page import clean_text
from indexer.schema.document import keep

MEASURE = Path(__file__).parent.parent.parent / "shared" / "measure" / "cleaning"
PROSE = (
    "The mission handed its last camp over on Friday, and the convoy reached Gao before nightfall.",
    "Two officers who were there said the market had reopened, although few traders came back.",
    "Residents of the district told reporters that the road north has been closed since the autumn.",
    "The governor promised on the radio that the clinic would be staffed again within a month.",
)
CONTENT = (
    "Advertisement spending rose by a fifth in the election year.",
    "Advertisers left the channel after the broadcast.",
    "Sponsored by Algiers, the accord held for a decade.",
    "Click here was the name the smugglers gave to the crossing.",
    "Share prices of the mining company fell on Monday.",
    "Share of foreign fighters",
    "Page 3 of the report names two generals.",
    "Copyright 2012 rules are outdated, lawyers say.",
    "Reproduction of the map is forbidden, the army said.",
    "The views expressed by voters are mixed, the survey shows.",
    "Avertissement : la junte menace de quitter le bloc.",
    "No response from Moscow",
    "What comes next",
    "RELATED DEATHS RISE IN GAO",
    "SEE ALSO WHAT THEY DID",
    "See also the 2015 accord, which fell apart.",
    "Read the statement in full: “We will not leave,” it said.",
    "Read: the full statement of the junta",
    "Watch: the drone fell at noon, witnesses said.",
    "More: 1,400 people were displaced.",
    "More troops",
    "Kidnapped: 3 May 2021",
    "Released: 12 May 2022",
    "On 27 March 2022, helicopters arrived over the market.",
    "“It was 27 March 2022,” she said.",
    "March 2012",
    "Like them in 2012, the rebels took the town without a fight.",
    "Join us in the square, the imam said.",
    "Find them at the border, the general ordered.",
    "Follow the money, investigators say, and the trail ends in Dubai.",
    "Picture by picture, the film shows the coup.",
    "The army published the images: Reuters could not verify them.",
    "Photos: AFP journalists saw the bodies on Tuesday.",
    "(a) disarm the groups, (b) pay the soldiers and (c) secure the road / bridge",
    "Print is dead, the editor said.",
    "Facebook, Twitter and WhatsApp were blocked for a week.",
    "Search and rescue",
    "Home again",
    "Top of the list",
    "Sign up for the army, the posters say.",
    "Subscribe to the doctrine of total war",
    "Few officers subscribe to that view.",
    "Support us, the crowd chanted.",
    "Do you value our work? he asked the envoys.",
    "Powered by diesel pumps, the wells run dry.",
    "Loading the guns took all night.",
    "Already a member? The bloc says yes.",
    "Source: two officers who were there.",
    "By land and by river, people fled to Mopti.",
    "By the numbers",
    "Edited by hand",
    "Awa Diallo is a journalist who covers the war and was abducted in May.",
    "The post office was published on no map.",
    "The article was published in June by the ministry.",
    "1 - 2 - 3: so the referee counted",
    "Stade Malien 2 - 1 Djoliba",
    "2012 - 2015 - 2020: three coups",
    "1 2 3 5 8",
    "2021 572 418 1,203",
    "12:30 - Shots are heard",
    "Why?",
    "No.",
    "Hélas !",
    "“No.”",
    "“They came at dawn.”",
    "“We waited, and waited …”",
    "“[The junta] will fall,” he said.",
    "— Will you stay?",
    "[inaudible]",
    "In 2012 [sic] they left.",
    "Those who can read more earn more.",
    "1. Disarm the groups\n2. Pay the soldiers\n3. Leave",
    "Q: Did you see the trucks?\nA: I did.\nQ: Did you see the trucks?\nA: Nine of them.",
    "Niger 0 0 0 0 0 0\nNiger 0 0 0 0 0 0",
    "Moussa Traoré\nIbrahim Coulibaly\nSeydou Keïta",
    "The following were shut down:\n• Facebook\n• Twitter",
    "Publicité et propagande : la télévision a diffusé les images, selon des témoins.",
    "Partager le pouvoir, une idée ancienne",
    "Lire et écrire restent un luxe dans la région, dit l’enseignante.",
    "Il y a 10 ans",
)


def article(lines, where):
    """An article with lines between or below its paragraphs, and where they begin."""
    above = "\n\n".join(PROSE[:where])
    below = "".join(f"\n\n{paragraph}" for paragraph in PROSE[where:])
    return f"{above}\n\n{lines}{below}", len(above) + 2


@pytest.mark.parametrize("where", [2, 4], ids=["between", "below"])
@pytest.mark.parametrize("lines", CONTENT)
def test_content_that_looks_like_residue_stays(lines, where):
    """A sentence, heading, row, list or answer of an article loses nothing to a rule."""
    text, start = article(lines, where)
    removed = [(span.rule, text[span.start : span.end]) for span in clean_text(text).removed]
    assert [] == removed
    assert lines == text[start : start + len(lines)]


@pytest.mark.parametrize("lines", CONTENT)
def test_content_between_residue_stays(lines):
    """Residue above and below a trap goes, the trap stays."""
    text, _ = article(f"Advertisement\n\n{lines}\n\n- Advertisement -", 2)
    page = clean_text(text)
    assert ["advert-label", "advert-label"] == [span.rule for span in page.removed]
    assert lines in keep(text, 0, len(text), page.removed)


@pytest.mark.parametrize("lines", ["• Packing\n• Loading\n• Driving", "• Accept all\n• Reject all"])
def test_a_list_between_sentences_stays_whole(lines):
    """One word of a list may be that of a button; as a bullet among bullets it is content."""
    text, _ = article(lines, 2)
    assert () == clean_text(text).removed


@pytest.mark.parametrize("lines", ["July 31, 2023", "3 May 2024\n\n4 May 2024", "“Published: 3 May 2024”"])
def test_a_date_in_the_body_is_neither_residue_nor_a_publication_date(lines):
    """Dates between sentences are headings of a chronology or words of the text."""
    text, _ = article(lines, 2)
    page = clean_text(text)
    assert ((), None) == (page.removed, page.published)


def test_a_date_in_a_list_of_facts_above_the_text_is_not_when_it_was_published():
    """The day of a battle stands in its box like the day of an article in its head."""
    text, _ = article("- Place: Anefis\n- Date: 24 August 2024\n- Forces: two columns", 0)
    page = clean_text(text)
    assert ((), None) == (page.removed, page.published)


def test_the_last_paragraph_below_an_advert_stays():
    """No rule cuts from its cue to the end of the text."""
    text = "\n\n".join((*PROSE[:3], "Advertisement", "Share this:", "Facebook", PROSE[3]))
    page = clean_text(text)
    assert PROSE[3] == text[page.passages[-1].start : page.passages[-1].end]


def test_teasers_go_to_the_end_only_where_no_sentence_follows():
    """A label between paragraphs takes the headline below it; a shorter line may be a heading and stays."""
    teasers = "Related articles\n\nVillages empty as the rains fail\n\nA governor goes"
    between, _ = article(teasers, 2)
    below, _ = article(teasers, 4)
    assert [2, 3] == [len(clean_text(text).removed) for text in (between, below)]


@pytest.mark.parametrize(
    "copy", ["Rains fail again in Gao", "Rains fail again in Gao | News", "rains-fail-again-gao"]
)
def test_the_title_again_below_the_text_goes_and_the_title_stays(copy):
    """Of two titles the one outside the flow of the text goes."""
    text = "\n\n".join(("Rains fail again in Gao", *PROSE, copy))
    assert [copy] == [text[span.start : span.end] for span in clean_text(text).removed]


def test_a_heading_that_says_the_same_as_another_stays():
    """Only what stands first can be the title of all."""
    text, _ = article(f"What they saw that night\n\n{PROSE[0][:-1]} again.\n\nWhat they saw that night", 2)
    assert () == clean_text(text).removed


GOLD = pytest.mark.skipif(
    not MEASURE.is_dir(), reason="the labelled texts are not delivered with the project"
)


@GOLD
@pytest.mark.parametrize("name", ["gold_seeds.jsonl", "gold_traps.jsonl"])
def test_labelled_texts_lose_their_residue_and_nothing_else(name):
    """Of hand-labelled spans all residue goes and no character of content."""
    left, lost = [], []
    for line in (MEASURE / name).read_text(encoding="utf-8").splitlines():
        labelled = json.loads(line)
        text = labelled["text"]
        gone = {i for span in clean_text(text).removed for i in range(span.start, span.end)}
        for span in labelled["spans"]:
            words = [i for i in range(span["start"], span["end"]) if not text[i].isspace()]
            told = (labelled["id"], text[span["start"] : span["end"]])
            if span["label"] == "R" and not gone.issuperset(words):
                left.append(told)
            if span["label"] in "KT" and not gone.isdisjoint(words):
                lost.append(told)
    assert ([], []) == (left, lost)
