using LambdaSpeed.Sources;
using Xunit;

namespace LambdaSpeed.Tests.Sources;

public sealed class PushQueueTests
{
    [Fact]
    public void Queue_Full_TakesOnlyWhatThereIsRoomFor_AlsoWhileTheReaderHoldsTheRest()
    {
        var queue = new PushQueue<int>(4);
        Assert.Equal(3, queue.Add([1, 2, 3]));
        Assert.Equal([1, 2], queue.Peek(2).ToArray());
        Assert.Equal(1, queue.Add([4, 5, 6]));
        queue.Skip(2);
        Assert.Equal(2, queue.Add([5, 6, 7]));
        Assert.Equal([3], Take(queue));
        Assert.Equal([4, 5, 6], Take(queue));
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public void Queue_Closed_IsAtItsEndOnlyWhenAllIsRead()
    {
        var queue = new PushQueue<int>(4);
        queue.Add([1]);
        Assert.True(queue.Close(null));
        Assert.False(queue.Close(new InvalidOperationException("too late")));
        Assert.Equal(0, queue.Add([2]));
        Assert.False(queue.IsAtEnd(out _));
        Assert.Equal([1], Take(queue));
        Assert.True(queue.IsAtEnd(out var error));
        Assert.Null(error);
    }

    [Fact]
    public async Task Waiting_ForRoom_EndsWhenTheReaderGoesOnAndWhenTheQueueCloses()
    {
        var queue = new PushQueue<int>(1);
        Assert.True(queue.WaitForRoomAsync().IsCompleted);
        queue.Add([1]);
        var room = queue.WaitForRoomAsync();
        Assert.False(room.IsCompleted);
        Take(queue);
        await room.WaitAsync(TestContext.Current.CancellationToken);

        queue.Add([2]);
        var end = queue.WaitForRoomAsync();
        queue.Close(null);
        await end.WaitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Tuples of each sender come in order, none twice, none lost, and never more than there is room for.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1024)]
    public async Task Senders_Many_WithOneReader_LoseNothing(int capacity)
    {
        const int Senders = 4;
        const int Each = 20_000;
        var queue = new PushQueue<(int Sender, int Number)>(capacity);
        var sending = Enumerable.Range(0, Senders).Select(sender => Task.Run(async () =>
        {
            for (var number = 0; number < Each;)
            {
                if (queue.Add([(sender, number)]) == 1) number++;
                else await queue.WaitForRoomAsync();
            }
        })).ToArray();

        var next = new int[Senders];
        for (var read = 0; read < Senders * Each;)
        {
            var tuples = queue.Peek(100);
            Assert.InRange(tuples.Length, 0, capacity);
            foreach (var (sender, number) in tuples) Assert.Equal(next[sender]++, number);
            read += tuples.Length;
            queue.Skip(tuples.Length);
        }
        await Task.WhenAll(sending);
        Assert.Equal(0, queue.Count);
    }

    private static int[] Take(PushQueue<int> queue)
    {
        var tuples = queue.Peek(int.MaxValue).ToArray();
        queue.Skip(tuples.Length);
        return tuples;
    }
}
