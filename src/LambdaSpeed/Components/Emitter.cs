using System.Runtime.CompilerServices;
using LambdaSpeed.Components;
using LambdaSpeed.Streams;

namespace LambdaSpeed;

/// <summary>Where a bolt puts its results. What one call emits is held until the call returns, and dropped when it throws.</summary>
/// <remarks>Valid only on the thread and during the call it is handed to (of an <see cref="AsyncBolt{TIn, TOut}"/>: until the call
/// completes); keep no reference. Never waits: back-pressure is applied between calls.</remarks>
/// <typeparam name="T">The tuples of the main output.</typeparam>
public sealed class Emitter<T>
{
    private readonly TupleBuffer<T> _main;
    private readonly ISideBuffer[] _sides;
    private readonly int[] _sideMarks;
    private readonly int _limit;
    private readonly string _component;
    private readonly UnreadSides _unread;
    private object? _lastUnread; // the side output that was emitted on last and that nobody reads
    private int _mark;    // end of the main output before the call
    private int _ceiling; // the call may not emit past this place; 0 outside of calls

    internal Emitter(string component, TupleBuffer<T> main, ISideBuffer[] sides, int limit, UnreadSides unread)
    {
        _component = component;
        _unread = unread;
        _main = main;
        _sides = sides;
        _sideMarks = new int[sides.Length];
        _limit = limit;
    }

    /// <summary>Emits a tuple on the main output.</summary>
    /// <param name="tuple">The tuple.</param>
    /// <exception cref="EmitLimitException">The call has emitted more than <c>SpeedLayerOptions.MaxEmitsPerTuple</c>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Emit(T tuple)
    {
        if (_main.Mark >= _ceiling) ThrowOverLimit();
        _main.Add(tuple);
    }

    /// <summary>Emits a tuple to a stated task of the consumers that read this stream with the direct grouping.</summary>
    /// <param name="task">The task, from 0; see <see cref="ComponentContext.TaskCountOf"/>.</param>
    /// <param name="tuple">The tuple.</param>
    public void EmitTo(int task, T tuple)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(task);
        if (_main.Mark >= _ceiling) ThrowOverLimit();
        _main.Add(tuple, task);
    }

    /// <summary>Emits a tuple on a side output; dropped when nobody reads that output, which is told once by a warning.</summary>
    /// <typeparam name="TSide">The tuples of the side output.</typeparam>
    /// <param name="output">The side output.</param>
    /// <param name="tuple">The tuple.</param>
    /// <exception cref="InvalidOperationException">Another side output of the same name is read.</exception>
    /// <exception cref="EmitLimitException">The call has emitted more than <c>SpeedLayerOptions.MaxEmitsPerTuple</c> on it.</exception>
    public void Emit<TSide>(SideOutput<TSide> output, TSide tuple)
    {
        ArgumentNullException.ThrowIfNull(output);
        for (var i = 0; i < _sides.Length; i++)
        {
            if (!ReferenceEquals(_sides[i].Output, output)) continue;
            var buffer = ((SideBuffer<TSide>)_sides[i]).Buffer;
            if (buffer.Mark - _sideMarks[i] >= _limit) ThrowOverLimit();
            buffer.Add(tuple);
            return;
        }
        if (ReferenceEquals(_lastUnread, output)) return;
        _unread.Note(output, _sides);
        _lastUnread = output;
    }

    /// <summary>Begins a call: from here on its emits can be taken back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Begin()
    {
        _mark = _main.Mark;
        _ceiling = _mark + _limit;
        if (_sides.Length > 0) BeginSides();
    }

    /// <summary>Ends a series of calls: until the next one begins, an emit is a mistake.</summary>
    internal void End() => _ceiling = 0;

    /// <summary>Takes back all that the call has emitted.</summary>
    internal void Rollback()
    {
        _main.Truncate(_mark);
        for (var i = 0; i < _sides.Length; i++) _sides[i].Truncate(_sideMarks[i]);
    }

    /// <summary>An emitter like this one with buffers of its own, for a call that completes later.</summary>
    internal Emitter<T> Apart() =>
        new(_component, new TupleBuffer<T>(capacity: 1), [.. _sides.Select(static side => side.Apart())], _limit, _unread);

    /// <summary>Hands all it holds to another with the same outputs.</summary>
    internal void MoveTo(Emitter<T> target)
    {
        var tuples = _main.Unread;
        var tasks = _main.UnreadTargets;
        for (var i = 0; i < tuples.Length; i++)
        {
            if (tasks.Length > 0 && tasks[i] >= 0) target._main.Add(tuples[i], tasks[i]);
            else target._main.Add(tuples[i]);
        }
        _main.Clear();
        for (var i = 0; i < _sides.Length; i++) _sides[i].MoveTo(target._sides[i]);
    }

    /// <summary>Drops all it holds.</summary>
    internal void Clear()
    {
        _main.Clear();
        foreach (var side in _sides) side.Clear();
    }

    internal void SetStamp(TupleStamp stamp)
    {
        _main.Stamp = stamp;
        foreach (var side in _sides) side.SetStamp(stamp);
    }

    /// <summary>What is emitted from now on has no event time: no tuple has caused it.</summary>
    internal void ClearTime() => SetStamp(new(_main.Stamp.Position));

    private void BeginSides()
    {
        for (var i = 0; i < _sides.Length; i++) _sideMarks[i] = _sides[i].Mark;
    }

    private void ThrowOverLimit() => throw (_ceiling == 0
        ? new InvalidOperationException($"The emitter of component '{_component}' was used outside of the call it was handed to.")
        : new EmitLimitException(_component, _limit));
}
