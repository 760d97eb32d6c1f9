namespace Flights.Events;

/// <summary>A flight that took place.</summary>
/// <param name="Departure">When it left.</param>
/// <param name="Delay">How many minutes late it arrived; negative when it was early.</param>
/// <param name="Distance">How far it went, in miles.</param>
/// <param name="Route">From where to where.</param>
internal sealed record Flight(DateTimeOffset Departure, int Delay, int Distance, Route Route)
{
    private const int MinutesOfLateOnes = 60;

    public string Origin => Route.Origin;

    /// <summary>Was it late by an hour or more?</summary>
    public bool IsLate => Delay >= MinutesOfLateOnes;
}
