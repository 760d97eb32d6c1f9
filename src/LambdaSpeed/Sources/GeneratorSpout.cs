namespace LambdaSpeed.Sources;

/// <summary>Makes tuples from indices as fast as downstream takes them.</summary>
internal sealed class GeneratorSpout<T>(Func<long, T> make, long count) : Spout<T>, IPositionedSpout
{
    private TaskIndices _indices = null!; // this task's indices; set when opened

    public string? SourceId => _indices.SourceId;

    public override ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        _indices = new TaskIndices(context, count);
        return base.OpenAsync(context, cancellationToken);
    }

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        var indices = _indices;
        for (var made = 0; made < limit && !indices.IsAtEnd; made++)
        {
            output.Emit(make(indices.Next), indices.Position);
            indices.Advance();
        }
        return indices.IsAtEnd ? SpoutStatus.Ended : SpoutStatus.Ready;
    }

    public void CapturePositions(ICollection<LogPosition> positions) => positions.Add(_indices.Position);

    public void Seek(IReadOnlyCollection<LogPosition> positions) => _indices.Seek(positions);
}
