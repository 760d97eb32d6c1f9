using LogTool;
using Samples.Shared;

return await SampleHost.MainAsync(args, (words, output, error, interrupt) => LogToolApp.RunAsync(words, Console.In, output, error, interrupt));
