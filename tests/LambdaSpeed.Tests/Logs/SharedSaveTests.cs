using LambdaSpeed.Logs;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>Savings that many share: each caller's began after its call, and none runs beside another.</summary>
public sealed class SharedSaveTests
{
    [Fact]
    public async Task Savings_NeverOverlap_AndEachCallerIsServed()
    {
        var (running, overlaps, saved, noted) = (0, 0, 0, 0);
        var saver = new SharedSave(() =>
        {
            if (Interlocked.Increment(ref running) > 1) Interlocked.Increment(ref overlaps);
            var seen = Volatile.Read(ref noted);
            Thread.SpinWait(seen % 64); // may end at any moment of a caller
            Volatile.Write(ref saved, seen);
            Interlocked.Decrement(ref running);
        });
        var callers = Enumerable.Range(0, 4).Select(_ => Task.Run(
            async () =>
            {
                for (var i = 0; i < 50_000; i++)
                {
                    var own = Interlocked.Increment(ref noted);
                    await saver.SaveAsync();
                    Assert.True(Volatile.Read(ref saved) >= own, "what was noted before the call is not saved");
                }
            },
            TestContext.Current.CancellationToken));

        await Task.WhenAll(callers);

        Assert.Equal(0, overlaps);
    }
}
