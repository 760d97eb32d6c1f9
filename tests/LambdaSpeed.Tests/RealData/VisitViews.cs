namespace LambdaSpeed.Tests.RealData;

/// <summary>What is shown of visits, each a list of categories.</summary>
internal sealed class VisitViews
{
    private ViewName<int, (long Visits, long Bounces, long Views)> _entries;
    private ViewName<long, long> _exits, _lengths, _breadths;
    private ViewName<(int From, int To), long> _transitions;
    private ViewName<string, long> _whole;
    private ViewName<int, (long Users, long Views, long? Longest, long Bounces)> _all;

    public void AddTo(Stream<IReadOnlyList<int>> visits, int tasks)
    {
        _entries = visits.GroupBy(visit => visit[0]).Aggregate("entries", a => a.Combine(
            a.Count(), a.CountWhere(visit => visit.Count == 1), a.Sum(visit => visit.Count)), tasks).ToView();
        _exits = visits.GroupBy(visit => (long)visit[^1]).Aggregate("exits", a => a.Count(), tasks).ToView();
        _lengths = visits.GroupBy(visit => (long)visit.Count).Aggregate("lengths", a => a.Count(), tasks).ToView();
        _breadths = visits.GroupBy(visit => visit.Distinct().LongCount()).Aggregate("breadths", a => a.Count(), tasks).ToView();
        _transitions = visits.SelectMany(visit => visit.Zip(visit.Skip(1), (from, to) => (From: from, To: to)))
            .GroupBy(pair => pair).Aggregate("transitions", a => a.Count(), tasks).ToView();
        _whole = visits.GroupBy(visit => string.Join(' ', visit)).Aggregate("whole", a => a.Count(), tasks).ToView();
        _all = visits.GroupBy(_ => 0).Aggregate("all", a => a.Combine(
            a.Count(), a.Sum(visit => visit.Count), a.Max(visit => (long)visit.Count), a.CountWhere(visit => visit.Count == 1)),
            tasks).ToView();
    }

    public void AssertEqual(TopologyRun run, DataSet data)
    {
        data.AssertEqual("m2_entry_exit_bounce_per_category",
            "category,name,entries,exits,bounces,bounce_ppm,views_of_the_visits_entered_here",
            run.View(_entries).All().Select(entry => new object[]
            {
                (long)entry.Key, Visit.NameOf(entry.Key), entry.Value.Visits, run.View(_exits).Get(entry.Key), entry.Value.Bounces,
                PartsPerMillion(entry.Value.Bounces, entry.Value.Visits), entry.Value.Views,
            }));
        data.AssertEqual("m3_transitions", "from,to,count",
            run.View(_transitions).All().Select(pair => new object[] { (long)pair.Key.From, (long)pair.Key.To, pair.Value }));
        data.AssertEqual("m4_visit_lengths", "page_views,visits", run.Rows(_lengths));
        data.AssertEqual("m5_whole_visits", "visit,users", run.Rows(_whole), isRanked: true);
        data.AssertEqual("m6_users_per_number_of_distinct_categories", "categories,users", run.Rows(_breadths));
        var all = run.View(_all).Get(0);
        data.AssertNumbers("input", new
        {
            users = all.Users,
            page_views = all.Views,
            longest_visit = all.Longest,
            bounces = all.Bounces,
            bounce_ppm = PartsPerMillion(all.Bounces, all.Users),
        });
    }

    private static long PartsPerMillion(long part, long whole) => 1_000_000 * part / whole;
}
