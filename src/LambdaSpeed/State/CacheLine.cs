using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace LambdaSpeed.State;

/// <summary>Has the processor fetch memory before it is needed.</summary>
/// <remarks>The one place of the library with an unsafe block: the instruction wants a pointer. It reads nothing and cannot fault, so a
/// pointer to an object that has been moved meanwhile costs a useless fetch and no more.</remarks>
internal static class CacheLine
{
    /// <summary>Has the line at a reference fetched, if the processor can be asked to; does not wait for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch<T>(ref readonly T place)
    {
        if (!Sse.IsSupported) return;
        unsafe
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in place)));
        }
    }
}
