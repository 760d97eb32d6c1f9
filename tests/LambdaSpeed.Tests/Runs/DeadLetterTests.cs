using System.Collections.Concurrent;
using LambdaSpeed.Tests.Fixtures;
using Xunit;

namespace LambdaSpeed.Tests.Runs;

/// <summary>Tuples that components fail on, as a stream of their own: what is kept and what is a dead letter together are all.</summary>
public sealed class DeadLetterTests
{
    private static readonly List<long> _numbers = [.. Enumerable.Range(0, 2000).Select(n => (long)n)];

    private readonly TopologyBuilder _builder = new("letters");

    public static TheoryData<string, int, bool, int> Places() => new(
        from kind in FailingComponent.Kinds
        from chunk in new[] { 1, 16, 256 }
        from canFuse in new[] { true, false }
        from parallelism in new[] { 1, 3 }
        select (kind, chunk, canFuse, parallelism));

    [Theory]
    [MemberData(nameof(Places))]
    public async Task DeadLetter_OfEachKind_HoldsWhatWasFailedOn(string kind, int chunk, bool canFuse, int parallelism)
    {
        var numbers = _builder.AddSpout("numbers", () => new ListSpout<long>(_numbers), parallelism);
        var failing = new FailingComponent(_builder, numbers, kind, Lettering(canFuse), parallelism);
        var seen = new ConcurrentQueue<DeadLetter<long>>();
        failing.DeadLetters().ForEach("see", seen.Enqueue);
        var letters = failing.DeadLetters().GroupBy(letter => letter.Tuple).Aggregate("by-number", a => a.Count()).ToView();

        await using var run = await _builder.RunToEndAsync(new() { ChunkSize = chunk, TracksPositions = canFuse, EpochInterval = TimeSpan.FromMilliseconds(1) });

        var failed = _numbers.Where(x => !FailingComponent.IsKept(x)).ToList();
        Assert.Equal(failed.ToDictionary(x => x, _ => (long)failing.Times), run.View(letters).Content());
        if (failing.Sums is { } sums) Assert.Equal(SumsOfKept(failing.Times), run.View(sums).Content());
        Assert.Equal(failed.Count * failing.Times, run.Component(failing.Name).TuplesDeadLettered);
        Assert.Equal(_numbers.Count * failing.Times, run.Component(failing.Name).TuplesRead);
        Assert.All(seen, letter => Assert.Equal(Expected(letter, failing.Name, canFuse), letter));
        Assert.Equal(failed.Count * failing.Times, seen.Count);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public async Task DeadLetters_ThatAreIgnored_AreCountedAllTheSame(string kind, int chunk, bool canFuse, int parallelism)
    {
        var numbers = _builder.AddSpout("numbers", () => new ListSpout<long>(_numbers), parallelism);
        var failing = new FailingComponent(_builder, numbers, kind, Lettering(canFuse), parallelism);
        failing.DeadLetters().Ignore();

        await using var run = await _builder.RunToEndAsync(new() { ChunkSize = chunk });

        if (failing.Sums is { } sums) Assert.Equal(SumsOfKept(failing.Times), run.View(sums).Content());
        Assert.Equal(_numbers.Count(x => !FailingComponent.IsKept(x)) * failing.Times, run.Component(failing.Name).TuplesDeadLettered);
    }

    [Fact]
    public async Task DeadLetters_OfAGroupedStream_ComeOnceForEachReader()
    {
        var grouped = Numbers().GroupBy(x => ThrowIf(x == 5, x), onFailure: TupleFailurePolicy.DeadLetter);
        grouped.Aggregate("before", a => a.Count()).ToView();
        var letters = grouped.DeadLetters().GroupBy(letter => letter.Component).Aggregate("letters", a => a.Count()).ToView();
        grouped.PreAggregate().Aggregate("after", a => a.Count()).ToView();
        grouped.Then<long>("keyed", () => new FlakySummingBolt(_ => 0)).Ignore();

        await using var run = await _builder.RunToEndAsync();

        Assert.Equal(new() { ["key-1"] = 1, ["key-3"] = 1, ["key-4"] = 1 }, run.View(letters).Content()); // key-2 is that of the letters
    }

    [Fact]
    public async Task DeadLetters_OfDeadLetters_GoOn()
    {
        var first = Numbers().Select(x => ThrowIf(x % 2 == 0, x), TupleFailurePolicy.DeadLetter);
        first.Ignore();
        var second = first.DeadLetters().Select(letter => ThrowIf(letter.Tuple % 4 == 0, letter.Tuple), TupleFailurePolicy.DeadLetter);
        second.Ignore();
        var letters = second.DeadLetters().GroupBy(letter => letter.Tuple.Tuple).Aggregate("letters", a => a.Count()).ToView();

        await using var run = await _builder.RunToEndAsync();

        Assert.Equal(_numbers.Where(x => x % 4 == 0), run.View(letters).Content().Keys.Order());
    }

    [Fact]
    public async Task DeadLetter_OfASequenceBeyondWhatIsHeld_HaltsTheRun()
    {
        var stream = Numbers().SelectMany(Long, TupleFailurePolicy.DeadLetter);
        stream.Ignore();
        stream.DeadLetters().Ignore();

        var fault = await _builder.RunToFaultAsync<TupleFailedException>(new() { MaxHeldSequence = 10 });

        Assert.Equal("select-many-1", fault.Component);

        static IEnumerable<long> Long(long x)
        {
            for (var i = 0; i < 100; i++) yield return x;
            throw new TestFailure();
        }
    }

    [Fact]
    public async Task DeadLetter_OfAnExceptionThatCannotSayWhatItIs_SaysSo()
    {
        var seen = new ConcurrentQueue<DeadLetter<long>>();
        _builder.AddSpout("numbers", new ListSpout<long>([1])).ForEach("failing", _ => throw new MuteFailure(), options: Lettering(true))
            .DeadLetters().ForEach("see", seen.Enqueue);

        await using var run = await _builder.RunToEndAsync();

        var letter = Assert.Single(seen);
        Assert.Contains("MuteFailure cannot say it: its own code threw System.InvalidOperationException", letter.Message, StringComparison.Ordinal);
        Assert.Equal(letter.Message, letter.Text);
    }

    [Fact]
    public async Task DeadLetter_OfALongException_IsCut()
    {
        var seen = new ConcurrentQueue<DeadLetter<long>>();
        _builder.AddSpout("numbers", new ListSpout<long>([1])).ForEach("failing", _ => throw new TestFailure(new string('x', 100_000)), options: Lettering(true))
            .DeadLetters().ForEach("see", seen.Enqueue);

        await using var run = await _builder.RunToEndAsync();

        Assert.Equal((4096, 16_384), (Assert.Single(seen).Message.Length, Assert.Single(seen).Text.Length));
    }

    [Fact]
    public async Task BrokenLaw_IsNoDeadLetter()
    {
        var action = Numbers().ForEach("failing", _ => throw new InvariantViolationException("broken"), options: Lettering(true) with { Retry = new() });
        action.DeadLetters().Ignore();

        Assert.IsType<InvariantViolationException>((await _builder.RunToFaultAsync<TupleFailedException>()).InnerException);
    }

    private static ComponentOptions Lettering(bool canFuse) => new() { OnFailure = TupleFailurePolicy.DeadLetter, CanFuse = canFuse };

    private static Dictionary<long, long> SumsOfKept(int times) =>
        _numbers.Where(FailingComponent.IsKept).GroupBy(x => x % 10).ToDictionary(key => key.Key, key => key.Sum() * times);

    /// <summary>What the letter of a number must say, but for task and call stack.</summary>
    private static DeadLetter<long> Expected(DeadLetter<long> letter, string component, bool hasPosition)
    {
        Assert.Contains("   at ", letter.Text, StringComparison.Ordinal);
        Assert.InRange(letter.TaskIndex, 0, 2);
        Assert.Equal(hasPosition, letter.Position is not null);
        if (hasPosition) Assert.Equal(letter.Tuple, letter.Position!.Value.Offset);
        return letter with
        {
            Component = component,
            Attempts = 1,
            ExceptionType = typeof(TestFailure).FullName!,
            Message = letter.Message == "attempt 1" ? "attempt 1" : $"on {letter.Tuple}",
        };
    }

    private static T ThrowIf<T>(bool fails, T value) => fails ? throw new TestFailure() : value;

    private Stream<long> Numbers() => _builder.AddSpout("numbers", new ListSpout<long>(_numbers));

    private sealed class MuteFailure : Exception
    {
        public override string Message => throw new InvalidOperationException("no words");

        public override string ToString() => Message;
    }
}
