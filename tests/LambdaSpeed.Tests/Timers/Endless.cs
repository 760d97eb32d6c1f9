using LambdaSpeed.Tests.RealData;

namespace LambdaSpeed.Tests.Timers;

/// <summary>Rows that can be read again and are never said to be at their end.</summary>
internal sealed class Endless<T>(RowSpout<T> rows) : Spout<T>, IPositionedSpout
{
    public override async ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        await base.OpenAsync(context, cancellationToken);
        await rows.OpenAsync(context, cancellationToken);
    }

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        var status = rows.Next(output, limit);
        return status == SpoutStatus.Ended ? SpoutStatus.Idle : status;
    }

    public void CapturePositions(ICollection<LogPosition> positions) => rows.CapturePositions(positions);

    public void Seek(IReadOnlyCollection<LogPosition> positions) => rows.Seek(positions);
}
