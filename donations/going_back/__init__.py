"""What goes back to donors through a processor. Read `sending`, then `following`.

R1  the refund stands in its row, with its key, agreed to      committed
R2  it is handed over: nobody can call it off any more         committed
S   the processor sends it (`refund`, under the key of the row)
R3  what became of it is written down (`following.follow`)     committed

Between two of these nothing is lost: who comes later looks first what is there, and
only then asks again, under the same key.
"""
