using LambdaSpeed;

namespace Flights.Events;

/// <summary>Makes flights of lines. A line that is malformed leaves by a side output, so that it neither stops the run nor gets
/// lost.</summary>
internal sealed class ParseFlights : Bolt<FlightLine, Flight>
{
    public static readonly SideOutput<DeadLetter> Malformed = new("malformed");

    public override void Execute(FlightLine input, Emitter<Flight> output)
    {
        if (FlightFormat.IsHeader(input)) return;

        if (FlightFormat.TryParse(input.Text, out var flight) is { } reason)
        {
            output.Emit(Malformed, new DeadLetter(input, reason));
        }
        else
        {
            output.Emit(flight!);
        }
    }
}
