using LambdaSpeed.Windows;

namespace LambdaSpeed.Tasks.Firings;

/// <summary>The firings of sessions, as the stage that changes these sees them.</summary>
internal interface ISessionFirings<TKey, TAccumulator> : IWindowFirings
{
    /// <summary>A session has changed.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="hash">The hash of the key.</param>
    /// <param name="list">The sessions of the key, to be changed in place.</param>
    /// <param name="index">Which one.</param>
    /// <param name="isNew">Has it begun just now?</param>
    /// <param name="isLonger">Has it, or does it end later than before?</param>
    void Changed(TKey key, uint hash, SessionList<TAccumulator> list, int index, bool isNew, bool isLonger);
}
