namespace Flights.Events;

/// <summary>A line that no flight could be made of.</summary>
internal sealed record DeadLetter(FlightLine Line, MalformedReason Reason);
