using LambdaSpeed.Groupings;

namespace LambdaSpeed.Building;

/// <summary>Where a stream comes from, and how its next reader gets it.</summary>
/// <param name="Of">The output of a component.</param>
/// <param name="Grouping">The grouping; <see cref="Grouping{T}.Default"/> itself while none was named.</param>
internal readonly record struct GroupedSource<T>(StreamSource Of, Grouping<T> Grouping)
{
    public bool IsGrouped => !ReferenceEquals(Grouping, Grouping<T>.Default);
}
