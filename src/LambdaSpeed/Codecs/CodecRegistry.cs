using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace LambdaSpeed.Codecs;

/// <summary>All codecs known by type: built in, generated, registered by the program, or composed of those.</summary>
internal static class CodecRegistry
{
    private static readonly ConcurrentDictionary<Type, object> Known = new(BuiltInCodecs.All);

    /// <summary>Sets the codec of a type, replacing another.</summary>
    public static void Set(Type type, object codec) => Known[type] = codec;

    /// <summary>Sets the codec of a type unless there is one.</summary>
    public static void Offer(Type type, object codec) => Known.TryAdd(type, codec);

    /// <summary>The codec of a type, or null; generated ones of a module not yet started are found by starting it.</summary>
    public static object? Find(Type type)
    {
        if (Known.TryGetValue(type, out var known)) return known;

        RuntimeHelpers.RunModuleConstructor(type.Module.ModuleHandle);
        if (Known.TryGetValue(type, out known)) return known;
        if (!RuntimeFeature.IsDynamicCodeSupported) return null;

        var composed = ComposedCodecs.Compose(type);
        return composed is null ? null : Known.GetOrAdd(type, composed);
    }
}
