"""What giving adds up to. Each report says in its own words what it counts.

The definitions stand in the views of the database (`donations_keptgift` and the
`donations_pledge…` beside it); here they are only added up, by period and currency.
"""
