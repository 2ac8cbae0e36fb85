"""The commonest words of six languages: prose is full of them, menus are not.

English, French, Spanish, Portuguese, German, Arabic.
"""

FUNCTION_WORDS = frozenset(
    """
    a about after again against all also am an and another any are as at away back be because been
    before being between both but by can could day did do down each even few first for from get good
    great had has have he her here him himself his how i if in into is it its just know last life like
    made make man many may me men might more most much must my never no not now of off on one only or
    other our out over own people right said same see should since so some state still such take than
    that the their them then there these they this those through time to two under up upon us used very
    was way we well were what when where which while who will with without work world would years you
    your
    à au aussi aux avec ce ces cette comme dans de des dont du elle elles en est et été être eux il ils
    je la le les leur leurs lui mais ne nous on ont ou où par pas plus pour qu que qui sa se ses son
    sont sous sur un une vous y
    al como con del el es esta este ha hay la las lo los más muy no o para pero por que se si sin sobre
    su sus también un una y ya
    ao aos com da das do dos e em foi mais mas na nas não nos o os pela pelo por que são se sem ser seu
    sua também um uma
    als am auch auf aus bei bis das dass dem den der des die durch ein eine einem einen einer er es für
    hat im in ist mit nach nicht noch oder sich sie sind so über um und von vor war werden wie wird zu
    zum zur
    أن أو إلى إن التي الذي الذين بعد بين ثم حتى خلال ذلك على عن غير في قال قبل قد كان كانت كما كل لا لم
    ما مع من منذ هذا هذه هو هي و ولا يوم
    """.split()  # noqa: SIM905  # as a list of strings nobody could read it
)
