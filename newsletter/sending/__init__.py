"""Sending an issue: nobody twice, nobody left out in silence.

`freezing` fixes words and audience; `claiming` takes rows and notes what became of
them; a road carries bytes (`smtp_road`, `file_road`); `slice` is what the worker does
a few seconds at a time; `steering` is what staff do meanwhile.
"""
