// The little of Express that the variant uses; its own types are a package that nothing else here needs.
declare module "express" {
  type Request = { params: Record<string, string>; headers: Record<string, string | string[] | undefined>; body: unknown };
  type Response = { status: (code: number) => Response; set: (headers: Record<string, string>) => Response; send: (body: string) => Response };
  type Answer = (request: Request, response: Response) => Promise<void>;
  type Application = Record<"get" | "post", (path: string, answer: Answer) => void> & {
    use: (middleware: unknown) => void;
    disable: (setting: string) => void;
    handle: (...args: unknown[]) => unknown;
  };
  const express: { (): Application; text: (options: { type: readonly string[]; limit: string }) => unknown };
  export default express;
}
