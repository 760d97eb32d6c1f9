using LambdaSpeed.State;
using Xunit;

namespace LambdaSpeed.Tests.State;

public sealed class TaskSectionTests
{
    /// <summary>The second attempt of a start with other tasks, after a first one that published nothing.</summary>
    [Fact]
    public void TakeOver_OfAnAttemptWithoutAnEpoch_KeepsWhatWasLoaded_AndWhatIsToBeTakenOutOfTheCheckpoint()
    {
        var first = Section(4);
        for (var task = 0; task < 4; task++) first.Seal(task, new(1), EpochId.None, 10 + task);
        var loaded = Section(2);
        loaded.Load(Written(first.Scan(AtFirst())));
        var second = Section(2);

        second.TakeOver(loaded, new(1));

        Assert.Equal([10, 11, 12, 13], second.Former.OrderBy(of => of.Key).Select(of => of.Value));
        Assert.False(second.IsContinued);
        second.Seal(0, new(2), new(1), 20);
        second.Seal(1, new(2), new(1), 21);
        var last = Section(2);
        last.Load(Written(first.Scan(AtFirst())));
        last.Load(Written(second.Changes(new(2)).Single()));
        Assert.True(last.IsContinued);
        Assert.Equal([20, 21], last.Former.OrderBy(of => of.Key).Select(of => of.Value));
    }

    /// <summary>The changes of an epoch were gathered, and its commit failed: what was to be taken out is still in the checkpoint.</summary>
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void TakeOver_AfterACommitThatFailed_StillTakesOutWhatIsThere(int published, bool isStillThere)
    {
        var former = Section(3);
        for (var task = 0; task < 3; task++) former.Seal(task, new(1), EpochId.None, 10 + task);
        var failing = Section(1);
        failing.Load(Written(former.Scan(AtFirst())));
        failing.Seal(0, new(2), new(1), 20);
        Written(failing.Changes(new(2)).Single());
        var next = Section(1);
        next.TakeOver(failing, new(published));
        next.Seal(0, new(3), new(published), 30);

        var checkpoint = Section(1);
        if (isStillThere) checkpoint.Load(Written(former.Scan(AtFirst())));
        checkpoint.Load(Written(next.Changes(new(3)).Single()));
        Assert.Equal([30], checkpoint.Former.Values);
        Assert.True(checkpoint.IsContinued);
    }

    [Fact]
    public void Value_IsThatOfTheEpoch_AsLongAsItIsNeeded()
    {
        var section = Section(1);
        for (var epoch = 1; epoch <= 4; epoch++) section.Seal(0, new(epoch), new(epoch < 4 ? 1 : 3), epoch * 10);

        Assert.True(section.TryRead(0, new(3), out var value));
        Assert.Equal(30, value);
        Assert.False(section.TryRead(0, new(2), out _)); // let go
    }

    private static TaskSection<long> Section(int tasks) => new("name", tasks, Codec.Int64);

    private static MovingPin AtFirst()
    {
        var publication = new EpochPublication();
        publication.StartAt(new(1));
        return new(publication);
    }

    private static byte[] Written(StateScan scan)
    {
        using var writer = new ChangeWriter();
        while (scan.WriteSome(writer, 1 << 20))
        {
        }
        return writer.Written.ToArray();
    }
}
