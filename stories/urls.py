"""Public addresses of stories. Pages and short addresses come last: any one word."""

from django.urls import path

from stories import feeds, sitemaps
from stories.views import home, listing, story

app_name = "stories"
urlpatterns = [
    path("", home.home, name="home"),
    path("stories/", listing.index, name="index"),
    path("stories/feed.rss", feeds.rss, name="feed_rss"),
    path("stories/feed.atom", feeds.atom, name="feed_atom"),
    path("stories/feed.json", feeds.json_feed, name="feed_json"),
    path("stories/topics/<slug:slug>/", listing.topic, name="topic"),
    path("stories/places/<slug:slug>/", listing.place, name="place"),
    path("stories/<slug:slug>/", story.story, name="story"),
    path("search/", listing.search, name="search"),
    path("sitemap.xml", sitemaps.index, name="sitemaps"),
    path("sitemap-<slug:section>.xml", sitemaps.part, name="sitemap"),
    path("<slug:slug>/", story.page, name="page"),
]
