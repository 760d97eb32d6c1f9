namespace Flights.Arrivals;

/// <summary>The names of the views over flights in the order of their arrival.</summary>
/// <param name="OneSource">With a watermark for all of them.</param>
/// <param name="Partitions">With a watermark for each partition, of which the least counts.</param>
internal sealed record ArrivalViews(IReadOnlyList<WatermarkView> OneSource, IReadOnlyList<WatermarkView> Partitions)
{
    private const int SecondsPerHour = 3_600;

    /// <summary>The one that is shown by hour: an hour behind, with no time to spare.</summary>
    public WatermarkView HourBehind =>
        OneSource.First(view => view.DelaySeconds == SecondsPerHour && view.LatenessSeconds == 0);
}
