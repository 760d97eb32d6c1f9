using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>Views as rows of results. The run must have ended, so that all windows are final.</summary>
internal static class ResultRows
{
    /// <summary>Key, value.</summary>
    public static IEnumerable<object[]> Rows<TKey>(this TopologyRun run, ViewName<TKey, long> view)
        where TKey : notnull => run.View(view).All().Select(entry => (object[])[entry.Key, entry.Value]);

    /// <summary>Start, key, value.</summary>
    public static IEnumerable<object[]> Rows<TKey>(this TopologyRun run, WindowViewName<TKey, long> view)
        where TKey : notnull => run.Rows(view, window => [window.Key, window.Value]);

    /// <summary>Start, value: of windows that have but one key.</summary>
    public static IEnumerable<object[]> RowsWithoutKey(this TopologyRun run, WindowViewName<Global, long> view) =>
        run.Rows(view, window => [window.Value]);

    /// <summary>Start, end, key, value: of sessions.</summary>
    public static IEnumerable<object[]> SessionRows<TKey>(this TopologyRun run, WindowViewName<TKey, long> view)
        where TKey : notnull => run.Rows(view, session => [session.End.ToUnixTimeSeconds(), session.Key, session.Value]);

    /// <summary>Start, and the columns that are asked for.</summary>
    public static IEnumerable<object[]> Rows<TKey, TResult>(
        this TopologyRun run, WindowViewName<TKey, TResult> view, Func<WindowResult<TKey, TResult>, object[]> columns)
        where TKey : notnull => run.View(view).All().Select(window =>
    {
        Assert.True(window.IsFinal);
        return (object[])[window.Start.ToUnixTimeSeconds(), .. columns(window)];
    });

    /// <summary>The greatest by value in each window, with their ranks from 1: start, rank, the columns of the key, value.</summary>
    public static IEnumerable<object[]> TopRows<TKey>(
        this TopologyRun run, WindowViewName<TKey, long> view, int count, Func<TKey, object[]> columns)
        where TKey : notnull => run.View(view).All().GroupBy(window => window.Start.ToUnixTimeSeconds()).SelectMany(of => CanonicalCsv
            .InOrder(of.Select(window => (object[])[-window.Value, .. columns(window.Key)])).Take(count)
            .Select((row, i) => (object[])[of.Key, i + 1L, .. row[1..], -(long)row[0]]));
}
