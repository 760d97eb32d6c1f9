using Flights.Events;
using LambdaSpeed;

[assembly: GenerateCodec(typeof(MalformedReason))] // it is the key of a view; without this, a native program has no codec for it

namespace Flights.Events;

/// <summary>Why a line is no flight.</summary>
internal enum MalformedReason
{
    Empty,
    WrongFields,
    BadTime,
    BadDelay,
    BadDistance,
}
