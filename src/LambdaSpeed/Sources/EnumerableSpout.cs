namespace LambdaSpeed.Sources;

/// <summary>Walks through a sequence.</summary>
/// <remarks>The offset of a position is the index in the sequence; to continue there, what lies before is enumerated and dropped, a
/// bounded number at each call.</remarks>
internal sealed class EnumerableSpout<T>(IEnumerable<T> items) : Spout<T>, IPositionedSpout
{
    private const int MaxSkipsPerCall = 65_536;

    private IEnumerator<T>? _enumerator; // set when opened
    private long _index;                 // index of the item that MoveNext comes to next
    private long _resumeAt;              // items before this index are dropped

    public override ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        SingleTask.Require(context, "A sequence");
        _enumerator = items.GetEnumerator();
        return base.OpenAsync(context, cancellationToken);
    }

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        if (_index < _resumeAt && !SkipSome()) return SpoutStatus.Ready;

        var enumerator = _enumerator!;
        for (var read = 0; read < limit; read++)
        {
            if (!enumerator.MoveNext()) return SpoutStatus.Ended;

            output.Emit(enumerator.Current, new LogPosition(0, _index));
            _index++;
        }
        return SpoutStatus.Ready;
    }

    public void CapturePositions(ICollection<LogPosition> positions) =>
        positions.Add(new LogPosition(0, Math.Max(_index, _resumeAt)));

    public void Seek(IReadOnlyCollection<LogPosition> positions) => _resumeAt = SourcePositions.Find(positions, 0) ?? 0;

    public override ValueTask CloseAsync()
    {
        _enumerator?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>True when the place to continue at is reached.</summary>
    private bool SkipSome()
    {
        for (var skipped = 0; skipped < MaxSkipsPerCall && _index < _resumeAt; skipped++)
        {
            if (!_enumerator!.MoveNext()) throw SourcePositions.BeyondEnd(Context, _resumeAt, _index);
            _index++;
        }
        return _index == _resumeAt;
    }
}
