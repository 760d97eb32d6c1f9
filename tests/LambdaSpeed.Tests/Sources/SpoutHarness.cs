using System.Threading.Channels;
using LambdaSpeed.Streams;
using Xunit;

namespace LambdaSpeed.Tests.Sources;

/// <summary>Drives one task of a spout by hand: what the engine does, without the engine.</summary>
internal sealed class SpoutHarness<T>
{
    private readonly TupleBuffer<T> _buffer = new(4, carriesStamps: true);
    private readonly SpoutEmitter<T> _emitter;
    private readonly Channel<bool> _woken = Channel.CreateUnbounded<bool>();
    private int _wakes; // written by whichever thread wakes

    private SpoutHarness(ISpout<T> spout, ComponentContextBuilder context)
    {
        Spout = spout;
        _emitter = new SpoutEmitter<T>(_buffer);
        Context = context.Build(() =>
        {
            Interlocked.Increment(ref _wakes);
            _woken.Writer.TryWrite(true);
        });
    }

    public ISpout<T> Spout { get; }

    public ComponentContext Context { get; }

    public int Wakes => Volatile.Read(ref _wakes);

    /// <summary>The positions the last call stamped on its tuples.</summary>
    public IReadOnlyList<LogPosition> Stamps { get; private set; } = [];

    public SpoutStatus Status { get; private set; }

    public static Task<SpoutHarness<T>> OpenAsync(Func<ISpout<T>> factory, IReadOnlyCollection<LogPosition>? resumeAt = null) =>
        OpenAsync(factory, new ComponentContextBuilder(), resumeAt);

    public static async Task<SpoutHarness<T>> OpenAsync(
        Func<ISpout<T>> factory, ComponentContextBuilder context, IReadOnlyCollection<LogPosition>? resumeAt = null)
    {
        var harness = new SpoutHarness<T>(factory(), context);
        await harness.Spout.OpenAsync(harness.Context, CancellationToken.None);
        if (resumeAt is not null) ((IPositionedSpout)harness.Spout).Seek(resumeAt);
        return harness;
    }

    /// <summary>One call of Next.</summary>
    public T[] Next(int limit = 100)
    {
        Status = Spout.Next(_emitter, limit);
        T[] tuples = [.. _buffer.Unread];
        Stamps = [.. _buffer.UnreadStamps.ToArray().Select(stamp => stamp.Position)];
        _buffer.Clear();
        Assert.True(tuples.Length <= limit, $"{tuples.Length} tuples, at most {limit}");
        return tuples;
    }

    /// <summary>Calls Next until the spout has nothing at hand.</summary>
    public List<T> ReadAll(int limit = 100)
    {
        var all = new List<T>();
        do all.AddRange(Next(limit));
        while (Status.Kind == SpoutStatusKind.Ready);
        return all;
    }

    public List<LogPosition> Positions()
    {
        var positions = new List<LogPosition>();
        ((IPositionedSpout)Spout).CapturePositions(positions);
        return positions;
    }

    /// <summary>Waits for one wake that was not waited for yet.</summary>
    public async Task WokenAsync()
    {
        var cancelled = TestContext.Current.CancellationToken;
        await _woken.Reader.ReadAsync(cancelled).AsTask().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, cancelled);
    }
}
