"""Addresses of publications and citations."""

from django.urls import path

import core.addresses  # noqa: F401 - its kinds of steps are used below
from citations import networks, statistics, tallies, views
from citations.checking.views import CheckPage
from citations.following.asking import ConfirmPage, FollowPage, StopPage
from citations.following.feeds import Feed, FeedsPage
from citations.notebook.views import NotebookPage, SavedListPage, SavedLists
from citations.reporting import ReportPage

app_name = "citations"
urlpatterns = [
    path("publications/", views.PublicationList.as_view(), name="publication_list"),
    path("publications/<number:number>/", views.PublicationPage.as_view(), name="publication"),
    path("publications/<number:number>/<step:slug>/", views.PublicationPage.as_view(), name="publication_detail"),
    path("citations/", views.CitationList.as_view(), name="citation_list"),
    path("citations/people/", tallies.PeopleCiting.as_view(), name="people_citing"),
    path("citations/works/", tallies.WorksCiting.as_view(), name="works_citing"),
    path("citations/files/", tallies.FilesCited.as_view(), name="files_cited"),
    path("citations/below/", tallies.CitedBelow.as_view(), name="cited_below"),
    path("citations/together/", tallies.CitedTogether.as_view(), name="cited_together"),
    path("citations/sharing/", tallies.SharingWorks.as_view(), name="sharing_works"),
    path("citations/colleagues/", tallies.Colleagues.as_view(), name="colleagues"),
    path("citations/common/", tallies.CommonFiles.as_view(), name="common_files"),
    path("citations/<number:number>/", views.CitationPage.as_view(), name="citation"),
    path("citations/<number:number>/<step:slug>/", views.CitationPage.as_view(), name="citation_detail"),
    path("notebook/", NotebookPage.as_view(), name="notebook"),
    path("notebook/lists/", SavedLists.as_view(), name="saved_lists"),
    path("notebook/lists/<number:number>/", SavedListPage.as_view(), name="saved_list"),
    path("check/", CheckPage.as_view(), name="check"),
    path("feeds/", FeedsPage.as_view(), name="feeds"),
    path("feeds/<step:kind>/", Feed.as_view(), name="feed"),
    path("follow/", FollowPage.as_view(), name="follow"),
    path("follow/confirm/<step:token>/", ConfirmPage.as_view(), name="follow_confirm"),
    path("follow/stop/<step:token>/", StopPage.as_view(), name="follow_stop"),
    path("report/", ReportPage.as_view(), name="report"),
    path("statistics/", statistics.WorkStatistics.as_view(), name="statistics"),
    path("statistics/citations/", statistics.CitationStatistics.as_view(), name="statistics_of_citations"),
    path("networks/", networks.PeopleNetwork.as_view(), name="networks"),
    path("networks/historians/", networks.HistorianNetwork.as_view(), name="networks_of_historians"),
]
