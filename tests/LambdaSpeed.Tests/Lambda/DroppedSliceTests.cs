using System.Runtime.CompilerServices;
using Xunit;

namespace LambdaSpeed.Tests.Lambda;

/// <summary>Dropping a slice costs the same whatever it holds, and gives its memory back.</summary>
public sealed class DroppedSliceTests
{
    private const int Keys = 1_000_000;

    private static readonly TimeSpan _limit = TimeSpan.FromMilliseconds(20); // the benchmark is stricter; this machine may be busy

    [Fact]
    public async Task Slice_OfAMillionKeys_IsDroppedInNoTime_AndItsMemoryIsGivenBack()
    {
        var time = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 4 && time > _limit; attempt++) time = await DropAsync();
        Assert.True(time <= _limit, $"it took {time}");
    }

    private static async Task<TimeSpan> DropAsync()
    {
        var sliced = new SlicedView<long, long, long>(BatchViewSchema.For(Codec.Int64, (Aggregates<long> a) => a.Count()), new() { KeptSlices = 0 });
        for (var key = 0L; key < Keys; key++) sliced.Add(key, 1);
        var cut = sliced.EndSlice(Keys);
        for (var i = 0; i < 3; i++) sliced.Publish(Keys);
        var dropped = TablesOf(sliced);
        var batch = BatchView.InMemory("empty", sliced.Schema, cut, []);
        await Assert.ThrowsAsync<BatchViewMismatchException>( // so that all is compiled
            () => sliced.Merged.TakeAsync(BatchView.InMemory("warm", sliced.Schema, new Cut(new(99), []), [])));

        var start = TimeProvider.System.GetTimestamp();
        await sliced.Merged.TakeAsync(batch);
        var time = TimeProvider.System.GetElapsedTime(start);

        Assert.Equal(0, sliced.Realtime.Count);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.All(dropped, table => Assert.False(table.IsAlive));
        return time;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> TablesOf(SlicedView<long, long, long> sliced) =>
        [.. sliced.Realtime.Stack.Shown[0].Tables.Select(table => new WeakReference(table))];
}
