using System.Runtime.CompilerServices;

namespace LambdaSpeed.State;

/// <summary>Compares keys; the JIT leaves a direct comparison for value types.</summary>
internal static class KeyEquality
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Equal<TKey>(TKey left, TKey right) =>
        typeof(TKey) == typeof(string)
            ? string.Equals(Unsafe.As<TKey, string?>(ref left), Unsafe.As<TKey, string?>(ref right))
            : EqualityComparer<TKey>.Default.Equals(left, right);
}
