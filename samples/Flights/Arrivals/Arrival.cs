namespace Flights.Arrivals;

/// <summary>A flight as it is heard of when it has arrived.</summary>
/// <param name="Departure">When it left: what windows go by.</param>
/// <param name="Partition">Which of the partitions its origin belongs to.</param>
internal readonly record struct Arrival(DateTimeOffset Departure, int Partition);
