namespace Flights.Views;

/// <summary>All flights from an airport.</summary>
/// <param name="Flights">How many there were.</param>
/// <param name="Delay">The sum of their delays, in minutes.</param>
/// <param name="DelaySquared">The sum of the squares of the delays.</param>
/// <param name="LeastDelay">The least delay.</param>
/// <param name="GreatestDelay">The greatest delay.</param>
/// <param name="Distance">The sum of the distances, in miles.</param>
internal readonly record struct OriginTotals(
    long Flights, long Delay, long DelaySquared, int LeastDelay, int GreatestDelay, long Distance)
{
    public double MeanDelay => (double)Delay / Flights;

    /// <summary>The standard deviation of the delays.</summary>
    public double Deviation => Math.Sqrt(Math.Max(0, (double)DelaySquared / Flights - MeanDelay * MeanDelay));
}
