using LambdaSpeed;

namespace Flights.Arrivals;

/// <summary>What runs over the flights in the order of their arrival: the same hours once for each watermark, to see what each of them
/// takes for late. One task reads, since this order is what it is about.</summary>
internal static class ArrivalTopology
{
    private static readonly Window Hour = Window.Tumbling(TimeSpan.FromHours(1));
    private static readonly int[] Delays = [0, 900, 3_600, 10_800, 43_200]; // seconds
    private static readonly int[] Latenesses = [0, 3_600];                  // seconds

    public static ArrivalViews AddTo(TopologyBuilder topology, Arrival[] arrivals)
    {
        var flights = topology.AddSpout("arrivals", Spouts.FromArray(arrivals));
        return new ArrivalViews(
            [
                .. from delay in Delays
                   let timed = flights.WithEventTime(flight => flight.Departure, Behind(delay), name: $"watermark-{delay}")
                   from lateness in Latenesses
                   select InTime(timed, $"in-time-{delay}-{lateness}", delay, lateness),
            ],
            [
                .. from delay in Delays
                   let timed = flights.WithEventTime(flight => flight.Departure,
                       Behind(delay).ForPartitions(OrderOfArrival.Partitions), flight => flight.Partition, name: $"watermarks-{delay}")
                   select InTime(timed, $"in-time-by-partitions-{delay}", delay, lateness: 0),
            ]);
    }

    private static WatermarkStrategy Behind(int seconds) => WatermarkStrategy.BoundedOutOfOrderness(TimeSpan.FromSeconds(seconds));

    private static WatermarkView InTime(Stream<Arrival> flights, string name, int delay, int lateness) => new(delay, lateness, flights
        .GroupBy(_ => 0).Window(Hour).AllowLateness(TimeSpan.FromSeconds(lateness)).Aggregate(name, a => a.Count()).ToView());
}
