namespace LambdaSpeed.Tests.Lambda;

/// <content>The source.</content>
internal sealed partial class SlicedWorld
{
    /// <summary>Reads a few at a time, and fails when it owes a fault.</summary>
    private sealed class FaultySpout(ISpout<long> inner, SlicedWorld world) : ISpout<long>, IPositionedSpout
    {
        private readonly IPositionedSpout _positioned = (IPositionedSpout)inner;

        public string? SourceId => _positioned.SourceId;

        public ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken) => inner.OpenAsync(context, cancellationToken);

        public SpoutStatus Next(SpoutEmitter<long> output, int limit)
        {
            if (world.TakeFault()) throw new IOException("the source failed, as the seed wanted");
            return inner.Next(output, Math.Min(limit, 3));
        }

        public void CapturePositions(ICollection<LogPosition> positions) => _positioned.CapturePositions(positions);

        public void Seek(IReadOnlyCollection<LogPosition> positions) => _positioned.Seek(positions);

        public void MakeDurable(IReadOnlyCollection<LogPosition> positions) => _positioned.MakeDurable(positions);

        public ValueTask CloseAsync() => inner.CloseAsync();
    }
}
