namespace Flights.Views;

/// <summary>The flights of an hour.</summary>
/// <param name="Flights">How many there were.</param>
/// <param name="Delay">The sum of their delays, in minutes.</param>
/// <param name="LeastDelay">The least delay.</param>
/// <param name="GreatestDelay">The greatest delay.</param>
internal readonly record struct HourOfOrigin(long Flights, long Delay, int LeastDelay, int GreatestDelay);
