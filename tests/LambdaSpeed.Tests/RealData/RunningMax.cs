namespace LambdaSpeed.Tests.RealData;

/// <summary>Counts the tuples that happened before the latest one before them: those that an ascending watermark makes late for the window
/// of their own instant.</summary>
internal static class RunningMax
{
    public static ViewName<int, long> CountBehind<T>(Stream<T> stream, Func<T, DateTimeOffset> time)
    {
        var instants = stream.WithEventTime(time, WatermarkStrategy.Ascending(), name: "in-order").Window(Window.Snapshot())
            .OnLate(LatePolicy.SideOutput).Aggregate("instants", a => a.Count());
        instants.ToStream().Ignore();
        return instants.LateTuples().GroupBy(_ => 0).Aggregate("behind", a => a.Count()).ToView();
    }
}
