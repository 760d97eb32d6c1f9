using System.Runtime.CompilerServices;

namespace LambdaSpeed.State;

/// <summary>Whether values of a type may be written in parts, so that a reader beside the writer needs the sequence lock.</summary>
/// <remarks>A class of its own, generic in the value alone, so that the answer is a constant to the JIT also where keys are references and
/// the table's code is shared.</remarks>
internal static class ValueWidth<TValue>
{
    /// <summary>In a process of 64 bits, the only kind that runs are started in: only numbers and references are written at once: even a
    /// small struct may be written field by field.</summary>
    public static readonly bool IsWide =
        Unsafe.SizeOf<TValue>() > sizeof(long) || (typeof(TValue).IsValueType && !typeof(TValue).IsPrimitive && !typeof(TValue).IsEnum);
}
