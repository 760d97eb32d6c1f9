using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.RealData;

/// <summary>How many tuples were accepted and dropped, in how many windows: a row of the watermark simulations.</summary>
internal static class WatermarkRow
{
    /// <param name="run">The run.</param>
    /// <param name="view">How many were accepted, by window.</param>
    /// <param name="tuples">How many tuples there were.</param>
    /// <param name="parameters">What the row begins with.</param>
    public static object[] Of(TopologyRun run, WindowViewName<int, long> view, int tuples, params long[] parameters)
    {
        var windows = run.View(view).All().ToList();
        var dropped = tuples - windows.Sum(window => window.Value);
        var counted = run.Component(view.Name).TuplesLate;
        Assert.True(run.Restarts > 0 ? counted <= dropped : counted == dropped, $"{counted} late of {dropped} dropped"); // counts anew
        return [.. parameters.Cast<object>(), tuples - dropped, dropped, (long)windows.Count];
    }
}
