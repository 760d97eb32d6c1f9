using LambdaSpeed.Tests.Joins;

namespace LambdaSpeed.Tests.Timers;

/// <summary>A timer that has fired.</summary>
/// <param name="Key">The key.</param>
/// <param name="Name">The timer's name.</param>
/// <param name="Due">When it was due.</param>
/// <param name="Number">How many had fired for the key, this one included.</param>
/// <param name="EventTime">The event time of the call.</param>
internal readonly record struct Fired(int Key, string Name, DateTimeOffset Due, long Number, DateTimeOffset EventTime)
{
    public override string ToString() => $"{Key} {Name} {(Due - RandomSide.Origin).TotalSeconds} #{Number}";
}
