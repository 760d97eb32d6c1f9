using System.Threading.Channels;
using Xunit;

namespace LambdaSpeed.Tests.Sources;

/// <summary>Asynchronous sequences and channels: never waited for, always woken.</summary>
public sealed class AsyncSpoutTests
{
    [Fact]
    public async Task FromAsyncEnumerable_Pending_IsIdleAndWakesOnArrival()
    {
        var channel = Channel.CreateUnbounded<int>();
        var items = channel.Reader.ReadAllAsync(TestContext.Current.CancellationToken);
        var harness = await SpoutHarness<int>.OpenAsync(Spouts.FromAsyncEnumerable(items));

        Assert.Empty(harness.Next());
        Assert.Equal(SpoutStatus.Idle, harness.Status);
        Assert.Empty(harness.Next());
        Assert.Equal(0, harness.Wakes);

        channel.Writer.TryWrite(7);
        await harness.WokenAsync();
        Assert.Equal([7], harness.Next());
        Assert.Equal(SpoutStatus.Idle, harness.Status);

        channel.Writer.Complete();
        await harness.WokenAsync();
        Assert.Empty(harness.Next());
        Assert.Equal(SpoutStatus.Ended, harness.Status);
    }

    [Fact]
    public async Task FromAsyncEnumerable_Throws_FromNext()
    {
        var harness = await SpoutHarness<int>.OpenAsync(Spouts.FromAsyncEnumerable(Failing()));

        await ReadToEndAsync(harness, [1], new InvalidDataException("torn"));

        static async IAsyncEnumerable<int> Failing()
        {
            yield return 1;
            await Task.Yield();
            throw new InvalidDataException("torn");
        }
    }

    [Fact]
    public async Task FromAsyncEnumerable_ManyHandovers_LoseNothing()
    {
        var harness = await SpoutHarness<int>.OpenAsync(Spouts.FromAsyncEnumerable(Hopping()));

        await ReadToEndAsync(harness, Enumerable.Range(0, 20_000));

        static async IAsyncEnumerable<int> Hopping()
        {
            for (var i = 0; i < 20_000; i++)
            {
                if (i % 3 == 0) await Task.Yield();
                yield return i;
            }
        }
    }

    [Fact]
    public async Task FromAsyncEnumerable_ClosedWhilePending_CancelsAndDisposes()
    {
        var channel = Channel.CreateUnbounded<int>();
        var isDisposed = false;
        var harness = await SpoutHarness<int>.OpenAsync(Spouts.FromAsyncEnumerable(Watched(TestContext.Current.CancellationToken)));
        harness.Next();

        await harness.Spout.CloseAsync();

        Assert.True(isDisposed);

        async IAsyncEnumerable<int> Watched(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            try
            {
                yield return await channel.Reader.ReadAsync(cancellationToken);
            }
            finally
            {
                isDisposed = true;
            }
        }
    }

    [Fact]
    public async Task FromChannel_ReadsUpToTheLimit_ThenIdles_ThenEnds()
    {
        var channel = Channel.CreateUnbounded<int>();
        foreach (var i in new[] { 1, 2, 3 }) channel.Writer.TryWrite(i);
        var harness = await SpoutHarness<int>.OpenAsync(Spouts.FromChannel(channel.Reader));

        Assert.Equal([1, 2], harness.Next(2));
        Assert.Equal(SpoutStatus.Ready, harness.Status);
        Assert.Equal([3], harness.Next(2));
        Assert.Equal(SpoutStatus.Idle, harness.Status);

        channel.Writer.TryWrite(4);
        await harness.WokenAsync();
        Assert.Equal([4], harness.ReadAll());
        channel.Writer.Complete();
        await harness.WokenAsync();
        harness.ReadAll();
        Assert.Equal(SpoutStatus.Ended, harness.Status);
    }

    [Fact]
    public async Task FromChannel_Fault_ThrowsAfterTheRest()
    {
        var channel = Channel.CreateUnbounded<int>();
        channel.Writer.TryWrite(1);
        channel.Writer.Complete(new InvalidDataException("torn"));
        var harness = await SpoutHarness<int>.OpenAsync(Spouts.FromChannel(channel.Reader));

        await ReadToEndAsync(harness, [1], new InvalidDataException("torn"));
    }

    [Fact]
    public async Task FromChannel_TwoTasksAndABusyWriter_ReadEachOnce()
    {
        var channel = Channel.CreateBounded<int>(8);
        var factory = Spouts.FromChannel(channel.Reader);
        var tasks = new[] { ReadAsync(0), ReadAsync(1) };
        for (var i = 0; i < 20_000; i++) await channel.Writer.WriteAsync(i, TestContext.Current.CancellationToken);
        channel.Writer.Complete();

        Assert.Equal(Enumerable.Range(0, 20_000), (await Task.WhenAll(tasks)).SelectMany(read => read).Order());

        async Task<List<int>> ReadAsync(int task)
        {
            var harness = await SpoutHarness<int>.OpenAsync(factory, new ComponentContextBuilder(task, 2));
            return await Task.Run(() => DrainAsync(harness));
        }
    }

    [Fact]
    public async Task FromChannel_ClosedWhileIdle_LeavesTheChannelUsable()
    {
        var channel = Channel.CreateUnbounded<int>();
        var first = await SpoutHarness<int>.OpenAsync(Spouts.FromChannel(channel.Reader));
        first.Next();
        await first.Spout.CloseAsync();
        channel.Writer.TryWrite(5);

        var second = await SpoutHarness<int>.OpenAsync(Spouts.FromChannel(channel.Reader));

        Assert.Equal([5], second.ReadAll());
    }

    private static async Task<List<int>> DrainAsync(SpoutHarness<int> harness)
    {
        var read = harness.ReadAll(7);
        while (harness.Status.Kind != SpoutStatusKind.Ended)
        {
            await harness.WokenAsync();
            read.AddRange(harness.ReadAll(7));
        }
        return read;
    }

    private static async Task ReadToEndAsync(SpoutHarness<int> harness, IEnumerable<int> expected, Exception? failure = null)
    {
        var read = new List<int>();
        Exception? thrown = null;
        while (harness.Status.Kind != SpoutStatusKind.Ended && thrown is null)
        {
            try
            {
                read.AddRange(harness.Next(1));
            }
            catch (InvalidDataException exception)
            {
                thrown = exception;
            }
            if (harness.Status.Kind == SpoutStatusKind.Idle && thrown is null) await harness.WokenAsync();
        }

        Assert.Equal(expected, read);
        Assert.Equal(failure?.Message, thrown?.Message);
    }
}
