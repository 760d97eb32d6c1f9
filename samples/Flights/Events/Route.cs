using LambdaSpeed;

namespace Flights.Events;

/// <summary>From where to where.</summary>
/// <param name="Origin">The code of the airport.</param>
/// <param name="Destination">The code of the other one.</param>
[GenerateCodec]
internal readonly record struct Route(string Origin, string Destination);
