using System.Runtime.CompilerServices;

namespace LambdaSpeed.Aggregation;

/// <summary>The order values have by themselves: strings by their code units, all others by their own comparison; null comes
/// first.</summary>
/// <remarks>Strings are not compared by culture: it differs between machines, and holds different strings for equal. Inside a tuple a
/// string is compared as the tuple does it, by culture.</remarks>
internal static class NaturalOrder<TValue>
{
    private static readonly bool IsDefined = HasOrder(typeof(TValue));

    public static int Compare(TValue left, TValue right) =>
        typeof(TValue) == typeof(string)
            ? string.CompareOrdinal(Unsafe.As<TValue, string>(ref left), Unsafe.As<TValue, string>(ref right))
            : Comparer<TValue>.Default.Compare(left, right);

    /// <summary>Refuses a type without an order while the topology is described, for an aggregator must not throw later.</summary>
    public static void Require(string parameter)
    {
        if (IsDefined) return;

        throw new ArgumentException(
            $"{typeof(TValue)} has no order, so ties could not be decided the same way in every order of the tuples. Select something " +
            "that is comparable, implement IComparable, or use the overload that takes a tie-break.",
            parameter);
    }

    private static bool HasOrder(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying) return typeof(IComparable).IsAssignableFrom(underlying);
        if (!typeof(IComparable<TValue>).IsAssignableFrom(type) && !typeof(IComparable).IsAssignableFrom(type)) return false;
        if (!typeof(ITuple).IsAssignableFrom(type)) return true;

        foreach (var part in type.GetGenericArguments())
        {
            if (!typeof(IComparable).IsAssignableFrom(Nullable.GetUnderlyingType(part) ?? part)) return false;
        }

        return true;
    }
}
