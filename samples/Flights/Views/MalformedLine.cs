using Flights.Events;
using LambdaSpeed;

namespace Flights.Views;

/// <summary>A line that no flight could be made of, as it is kept to be looked at.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Text">The line.</param>
[GenerateCodec]
internal readonly record struct MalformedLine(MalformedReason Reason, string Text);
