using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>The page views of a site in one day: visits, entries, bounces, transitions, and many different visits.</summary>
public sealed class MsnbcVisitTests(KeptRows kept) : IClassFixture<KeptRows>
{
    private const string CategoryHeader = "category,name,views,users";

    private readonly DataSet _data = new(Visit.Set);

    public static TheoryData<int, Crash> Shapes => TheoryDataShapes.Few;

    private IReadOnlyList<Visit> Visits => kept.Of(Visit.ReadAll, _data);

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Visits_WithAllPageViewsOfAUser(int tasks, Crash crash)
    {
        var views = new VisitViews();
        ViewName<int, (long Views, long Users)> categories = default;
        await using var run = await WindowedRun.OfAsync(Visits, crash, (_, visits) =>
        {
            categories = Categories(visits, tasks);
            views.AddTo(visits.Select(visit => visit.Categories), tasks);
        }, sources: tasks);

        _data.AssertEqual("m1_views_and_unique_users_per_category", CategoryHeader, CategoryRows(run.View(categories)));
        views.AssertEqual(run, _data);
    }

    /// <summary>The same from single page views: those of a user are put together by the window of their instant, which fires the
    /// visit.</summary>
    [Fact]
    public async Task Visits_PutTogetherOfPageViews()
    {
        var views = new VisitViews();
        List<PageView> rows = [.. Visits.SelectMany(visit => visit.PageViews)];
        await using var run = await WindowedRun.OfAsync(rows, Crash.OfATask, (_, stream) => views.AddTo(stream
            .WithEventTime(view => view.Time, WatermarkStrategy.Ascending())
            .GroupBy(view => view.User).Window(Window.Snapshot())
            .Aggregate("visits", a => a.ToList(view => view.Category, view => view.Position), 4).ToStream()
            .Select(visit => visit.Value), 4), sources: 4);

        views.AssertEqual(run, _data);
    }

    /// <summary>What views show while their input grows, from start to start.</summary>
    [Theory]
    [InlineData(1, 1, 1, 1, 1)]
    [InlineData(2, 2, 2, 2, 2)]
    [InlineData(4, 4, 4, 4, 4)]
    public async Task CategoriesAfterTheFirstUsers(params int[] tasksOfStarts)
    {
        int[] counts = [1, 1_000, 100_000, 350_000, 700_000];
        var rows = new List<object[]>();
        ViewName<int, (long Views, long Users)> categories = default;
        ViewName<int, (long Views, long Bounces)> all = default;
        await foreach (var run in WindowedRun.OfGrowingAsync(Visits, counts, (visits, start) =>
        {
            categories = Categories(visits, tasksOfStarts[start]);
            all = visits.GroupBy(_ => 0).Aggregate("all", a => a.Combine(
                a.Sum(visit => visit.Categories.Count), a.CountWhere(visit => visit.Categories.Count == 1)), tasksOfStarts[start]).ToView();
        }))
        {
            var shown = CanonicalCsv.Of(CategoryHeader, CategoryRows(run.View(categories)));
            rows.Add([
                (long)counts[rows.Count], run.View(all).Get(0).Views, run.View(all).Get(0).Bounces, CanonicalCsv.HashOf(shown),
            ]);
        }

        _data.AssertEqual("m7_after_the_first_n_users", "n,page_views,bounces,m1_sha256", rows);
    }

    private static ViewName<int, (long Views, long Users)> Categories(Stream<Visit> visits, int tasks) => visits
        .SelectMany(visit => visit.PageViews).GroupBy(view => view.Category)
        .Aggregate("categories", a => a.Combine(a.Count(), a.CountDistinct(view => view.User)), tasks).ToView();

    /// <summary>All categories, also those that nobody has seen.</summary>
    private static IEnumerable<object[]> CategoryRows(IView<int, (long Views, long Users)> view) =>
        Enumerable.Range(1, Visit.Names.Count).Select(category => new object[]
        {
            (long)category, Visit.NameOf(category), view.Get(category).Views, view.Get(category).Users,
        });
}
