namespace LambdaSpeed.State;

/// <summary>Parts of the state that come and go while a run lives: the slices of a view.</summary>
internal interface ISectionGroup
{
    /// <summary>The parts at one moment, and how they belong together. Any thread.</summary>
    (IReadOnlyList<IStateSection> Sections, ViewSlices Slices) Capture();

    /// <summary>The part of a name; null when there is none.</summary>
    IStateSection? Find(string name);
}
