"""Public addresses of stories. Pages and short addresses come last: any one word."""

from django.urls import path

from stories import feeds, sitemaps
from stories.views import home, listing, preview, search, story

app_name = "stories"
urlpatterns = [
    path("", home.home, name="home"),
    path("stories/", listing.index, name="index"),
    path("stories/feed.rss", feeds.rss, name="feed_rss"),
    path("stories/feed.atom", feeds.atom, name="feed_atom"),
    path("stories/feed.json", feeds.json_feed, name="feed_json"),
    path("stories/topics/<slug:slug>/", listing.topic, name="topic"),
    path("stories/topics/<slug:topic>/feed.rss", feeds.rss, name="topic_rss"),
    path("stories/topics/<slug:topic>/feed.atom", feeds.atom, name="topic_atom"),
    path("stories/topics/<slug:topic>/feed.json", feeds.json_feed, name="topic_json"),
    path("stories/places/<slug:slug>/", listing.place, name="place"),
    path("stories/preview/<str:token>/", preview.preview, name="preview"),
    path(
        "stories/preview/<str:token>/<path:name>",
        preview.preview_photo,
        name="preview_photo",
    ),
    path("stories/<slug:slug>/", story.story, name="story"),
    path("search/", search.search, name="search"),
    path("sitemap.xml", sitemaps.index, name="sitemaps"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path("sitemap-<slug:section>.xml", sitemaps.part, name="sitemap"),
    path("<slug:slug>/", story.page, name="page"),
]
